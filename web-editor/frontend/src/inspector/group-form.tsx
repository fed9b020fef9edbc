import { Power, Trash2, Ungroup } from 'lucide-react';
import { t, type MessageKey } from '../i18n/t';
import { isDisabled } from '../model/flow-entry';
import { nodesAmong, type Group } from '../model/groups';
import { labelOf } from '../model/node-types';
import type { Property } from '../model/node-type';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useDocument, useParts } from '../ui/editor-context';
import { Fields } from './fields';
import styles from './inspector.module.css';
import { VARIABLES } from './variables';

const NAME: readonly Property[] = [{ key: 'name', kind: 'text', label: t('form.name') }];

const MORE: readonly Property[] = [
  { key: 'info', kind: 'text', multiline: true, label: t('form.description') },
  VARIABLES,
];

const LABEL: readonly Property[] = [
  { key: 'label', kind: 'flag', label: t('form.showName'), default: true },
];

/** Middle tones, which stand out from the canvas of either theme. */
const COLOURS: readonly (readonly [MessageKey, string])[] = [
  ['colour.red', '#c2473d'],
  ['colour.orange', '#c46a1c'],
  ['colour.yellow', '#b08a1e'],
  ['colour.green', '#3f8a4d'],
  ['colour.blue', '#3d7fc4'],
  ['colour.violet', '#8a63c4'],
  ['colour.pink', '#c2557f'],
];

/** The form of a group: its name and looks, and what counts for all nodes in it. */
export function GroupForm({ group }: { readonly group: Group }) {
  const { editor, editing } = useParts();
  const document = useDocument();
  const nodes = nodesAmong(document, [group.id]).flatMap((id) => document.get(id) ?? []);
  const isOff = nodes.length > 0 && nodes.every(isDisabled);
  const update = (patch: Readonly<Record<string, unknown>>, visit?: string, what?: string): void =>
    editing.update(group.id, patch, what ?? '', visit);
  return (
    <div className={cx(styles['form'])} data-form>
      <div className={cx(styles['head'])}>
        <h2>
          {labelOf(group, undefined)}
          <small>{t('groupForm.counts', { n: nodes.length })}</small>
        </h2>
      </div>
      <Fields properties={NAME} values={group} onChange={update} />
      <Look group={group} update={update} />
      <Fields properties={MORE} values={group} onChange={update} />
      <div className={cx(styles['actions'])}>
        <button
          type="button"
          className={cx(controls['button'])}
          onClick={() => editing.groups.dissolve([group.id])}
        >
          <Ungroup size={14} aria-hidden />
          {t('command.ungroup')}
        </button>
        <button
          type="button"
          className={cx(controls['button'])}
          disabled={nodes.length === 0}
          onClick={() => editing.toggleEnabled([group.id])}
        >
          <Power size={14} aria-hidden />
          {t(isOff ? 'form.enable' : 'form.disable')}
        </button>
        <button
          type="button"
          className={cx(controls['button'], controls['danger'])}
          onClick={() => {
            editor.selection.select([group.id]);
            editing.removeSelected(false);
          }}
        >
          <Trash2 size={14} aria-hidden />
          {t('groupForm.delete', { n: nodes.length })}
        </button>
      </div>
    </div>
  );
}

interface LookProps {
  readonly group: Group;
  readonly update: (
    patch: Readonly<Record<string, unknown>>,
    visit?: string,
    what?: string,
  ) => void;
}

function Look({ group, update }: LookProps) {
  const style = (group['style'] ?? {}) as Readonly<Record<string, unknown>>;
  const shown = [style['stroke'], style['fill']].find(
    (colour): colour is string => typeof colour === 'string' && colour !== 'none',
  );
  const offered: readonly (readonly [MessageKey, string])[] =
    shown === undefined || COLOURS.some(([, colour]) => colour === shown)
      ? COLOURS
      : [...COLOURS, ['colour.own', shown]];
  const set = (colour: string | undefined): void => {
    const others = Object.fromEntries(
      Object.entries(style).filter(([key]) => key !== 'stroke' && key !== 'fill'),
    );
    const painted = colour === undefined ? {} : { stroke: colour, fill: colour };
    update({ style: { ...others, ...painted } }, undefined, t('groupForm.colour'));
  };
  return (
    <>
      <fieldset className={cx(styles['field'], styles['colours'])}>
        <legend className={cx(styles['label'])}>{t('groupForm.colour')}</legend>
        <div>
          <Swatch
            name={t('colour.none')}
            isOn={shown === undefined}
            onPick={() => set(undefined)}
          />
          {offered.map(([name, colour]) => (
            <Swatch
              key={colour}
              name={t(name)}
              colour={colour}
              isOn={colour === shown}
              onPick={() => set(colour)}
            />
          ))}
        </div>
      </fieldset>
      <Fields
        properties={LABEL}
        values={{ label: style['label'] !== false }}
        onChange={(patch) => update({ style: { ...style, ...patch } }, undefined, t('form.look'))}
      />
    </>
  );
}

interface SwatchProps {
  readonly name: string;
  readonly colour?: string;
  readonly isOn: boolean;
  readonly onPick: () => void;
}

function Swatch({ name, colour, isOn, onPick }: SwatchProps) {
  return (
    <label className={cx(styles['swatch'])} title={name}>
      <input
        type="radio"
        name="group-colour"
        className="visually-hidden"
        aria-label={name}
        checked={isOn}
        onChange={onPick}
      />
      <span style={colour === undefined ? undefined : { background: colour }} />
    </label>
  );
}
