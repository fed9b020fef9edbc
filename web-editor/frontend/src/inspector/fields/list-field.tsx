import { ArrowDown, ArrowUp, CircleAlert, Plus, Trash2 } from 'lucide-react';
import { useRef, type KeyboardEvent } from 'react';
import { t } from '../../i18n/t';
import { isShown } from '../../model/conditions';
import { patchOfRows, rowsOf } from '../../model/legacy-rows';
import type { Property, PropertyOf } from '../../model/node-type';
import { checkProperty } from '../../model/rules';
import controls from '../../ui/controls.module.css';
import { cx } from '../../ui/cx';
import { IconButton } from '../../ui/icon-button';
import type { FieldProps, Values } from '../field-props';
import { Fields } from '../fields';
import styles from '../inspector.module.css';
import { problemText } from '../problem-text';

/** Rows of properties. Rows that stand for outputs take their wires with them when they move. */
export function ListField(props: FieldProps<'list'>) {
  const { property, values, onChange } = props;
  const box = useRef<HTMLDivElement>(null);
  const rows = rowsOf(property, values) as readonly Values[];

  // What is wrong with a row by itself is shown at its fields; this only the list can tell.
  const repeated = checkProperty(property, values, props.siblings).filter(
    (broken) => broken.rule === 'unique',
  );

  /** `from[i]` is where row i was before; -1 for a new one. */
  const put = (next: readonly Values[], from: readonly number[], visit?: string): void =>
    onChange({ ...patchFor(property, values, next, from) }, visit);

  const places = rows.map((_, i) => i);
  const add = (): void => {
    const last = rows.at(-1);
    put(
      [...rows, last === undefined ? newRow(property.item) : similar(last, property.item)],
      [...places, -1],
    );
    focusRow(rows.length);
  };
  const remove = (at: number): void => {
    put(
      rows.filter((_, i) => i !== at),
      places.filter((i) => i !== at),
    );
  };
  const move = (at: number, to: number): void => {
    if (to < 0 || to >= rows.length) return;
    const order = places.filter((i) => i !== at);
    order.splice(to, 0, at);
    put(
      order.map((i) => rows[i] ?? {}),
      order,
    );
    focusRow(to);
  };
  const focusRow = (at: number): void => {
    requestAnimationFrame(() => {
      const row = box.current?.querySelectorAll('[data-row]')[at];
      row?.querySelector<HTMLElement>('select, input, textarea')?.focus();
    });
  };
  const key = (event: KeyboardEvent, at: number): void => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    event.stopPropagation();
    move(at, event.key === 'ArrowUp' ? at - 1 : at + 1);
  };

  return (
    <div
      ref={box}
      id={props.id}
      role="group"
      aria-label={props.label}
      className={cx(styles['rows'])}
    >
      {rows.map((row, i) => (
        // The keys of the fields inside pass through here.
        // eslint-disable-next-line jsx-a11y/no-static-element-interactions
        <div key={i} className={cx(styles['row'])} data-row onKeyDown={(event) => key(event, i)}>
          <div className={cx(styles['rowFields'])}>
            <Fields
              properties={property.item}
              values={row}
              inRow
              suffix={` ${i + 1}`}
              onChange={(patch, visit) =>
                put(
                  rows.map((r, at) => (at === i ? { ...r, ...patch } : r)),
                  places,
                  visit,
                )
              }
            />
            {repeated
              .filter((broken) => broken.path.startsWith(`${property.key}[${i}].`))
              .map((broken) => (
                <p key={broken.path} className={cx(styles['error'])}>
                  <CircleAlert size={12} aria-hidden />
                  {problemText(broken)}
                </p>
              ))}
          </div>
          <div className={cx(styles['rowSide'])}>
            {property.countsIn === 'outputs' ? (
              <span className={cx(styles['rowPort'])} title={t('list.port', { port: i + 1 })}>
                →{i + 1}
              </span>
            ) : null}
            {rows.length > 1 ? (
              <>
                <IconButton
                  icon={ArrowUp}
                  quiet
                  label={t('list.up', { n: i + 1 })}
                  disabled={i === 0}
                  onPress={() => move(i, i - 1)}
                />
                <IconButton
                  icon={ArrowDown}
                  quiet
                  label={t('list.down', { n: i + 1 })}
                  disabled={i === rows.length - 1}
                  onPress={() => move(i, i + 1)}
                />
              </>
            ) : null}
            <IconButton
              icon={Trash2}
              quiet
              label={t('list.remove', { n: i + 1 })}
              disabled={rows.length <= (property.atLeastRows ?? 0)}
              onPress={() => remove(i)}
            />
          </div>
        </div>
      ))}
      <button
        type="button"
        className={cx(controls['button'], controls['dashed'])}
        aria-label={t('list.add', { label: props.label })}
        onClick={add}
      >
        <Plus size={14} aria-hidden />
        {t('list.addShort')}
      </button>
    </div>
  );
}

/** The change of a list: its rows, their number where that is kept, and the wires of outputs. */
export function patchFor(
  property: PropertyOf<'list'>,
  values: Values,
  rows: readonly Values[],
  from: readonly number[],
): Values {
  const patch = patchOfRows(property, values, rows);
  if (property.countsIn === undefined) return patch;
  patch[property.countsIn] = rows.length;
  const wires = values['wires'];
  if (property.countsIn === 'outputs' && Array.isArray(wires)) {
    patch['wires'] = from.map((i) => (wires as unknown[])[i] ?? []);
  }
  return patch;
}

/** A row with the defaults of what is shown in it. */
export function newRow(item: readonly Property[]): Values {
  const row: Record<string, unknown> = {};
  for (const property of item) {
    if (property.default === undefined || !isShown(property, row, item)) continue;
    row[property.key] ??= structuredClone(property.default);
    if (property.kind === 'typed') row[property.typeKey] ??= property.defaultType;
  }
  return row;
}

/** The next row does the same as the last with another value: its choices, not its texts. */
function similar(last: Values, item: readonly Property[]): Values {
  const row: Record<string, unknown> = { ...newRow(item) };
  for (const property of item) {
    if (property.kind === 'choice' && last[property.key] !== undefined) {
      row[property.key] = last[property.key];
    }
    if (property.kind === 'typed' && last[property.typeKey] !== undefined) {
      row[property.typeKey] = last[property.typeKey];
    }
  }
  return row;
}
