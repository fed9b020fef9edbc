import { useMemo, useState, type PointerEvent as ReactPointerEvent } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import canvasStyles from '../canvas/canvas.module.css';
import type { Point } from '../canvas/geometry';
import { isMessageKey, t } from '../i18n/t';
import type { NodeType } from '../model/node-type';
import type { ViewStore } from '../store/view-store';
import { cx } from '../ui/cx';
import { useDocument, useParts, useTypes } from '../ui/editor-context';
import { NodeIcon } from '../ui/node-icon';
import { PanelHead } from '../ui/panel-head';
import { offeredTypes } from './offered-types';
import styles from './palette.module.css';
import { suggestions } from './rank';
import { rememberType } from './recent';

const GROUPS = [
  'start',
  'decide',
  'change',
  'code',
  'wait',
  'network',
  'storage',
  'look',
  'organise',
  'subflow',
];
const DRAG_THRESHOLD_PX = 4;
const FLOATS_BELOW_PX = 1024;

/** All types that can be added, grouped in words. Dragging places one, click or Enter adds it. */
export function AddPanel() {
  const { editor } = useParts();
  const types = useTypes();
  const document = useDocument();
  const state = useStore(editor.types, (s) => s.state);
  const [filter, setFilter] = useState('');
  const groups = useMemo(() => {
    const offered = offeredTypes(types, document);
    if (filter.trim() !== '') {
      return [{ key: '', types: suggestions(offered, filter).map((s) => s.type) }];
    }
    return GROUPS.map((key) => ({ key, types: offered.filter((type) => type.kind === key) }));
  }, [types, document, filter]);
  return (
    <>
      <PanelHead
        title={t('add.title')}
        filter={filter}
        filterLabel={t('add.filter')}
        onFilter={setFilter}
      />
      <div className={cx(styles['groups'])}>
        {state === 'failed' ? <p role="alert">{t('add.failed')}</p> : null}
        {groups.map((group) =>
          group.types.length === 0 ? null : (
            <section key={group.key} aria-label={groupName(group.key)}>
              {group.key === '' ? null : <h3>{groupName(group.key)}</h3>}
              <ul>
                {group.types.map((type) => (
                  <li key={type.type}>
                    <TypeRow type={type} />
                  </li>
                ))}
              </ul>
            </section>
          ),
        )}
        {groups.every((g) => g.types.length === 0) && state === 'ready' ? (
          <p>{t('quick.none')}</p>
        ) : null}
      </div>
    </>
  );
}

/** On narrow screens the panel lies over the canvas, so it goes once it has been used. */
function closeIfFloating(view: ViewStore): void {
  if (window.innerWidth < FLOATS_BELOW_PX) view.set({ left: undefined });
}

function groupName(key: string): string {
  const name = `group.${key}`;
  return isMessageKey(name) ? t(name) : t('add.title');
}

function TypeRow({ type }: { readonly type: NodeType }) {
  const { editor, editing, core } = useParts();
  const [ghost, setGhost] = useState<Point & { readonly over: boolean }>();

  const add = (): void => {
    const { focus, nodes } = editor.selection.state;
    const after = focus !== undefined && nodes.has(focus) ? focus : undefined;
    const at = after === undefined ? core.camera.middle : editing.placeAfter(after);
    const id = editing.addNode({ type, at });
    rememberType(type.type);
    if (id === undefined) return;
    core.reveal(id);
    core.openEdit();
    closeIfFloating(editor.view);
  };

  const press = (down: ReactPointerEvent<HTMLButtonElement>): void => {
    if (down.button !== 0) return;
    const row = down.currentTarget;
    const start = { x: down.clientX, y: down.clientY };
    const couldSplice = type.inputs !== 0 && type.outputs !== 0;
    let dragging = false;
    row.setPointerCapture(down.pointerId);
    const move = (event: PointerEvent): void => {
      const at = { x: event.clientX, y: event.clientY };
      dragging ||= Math.hypot(at.x - start.x, at.y - start.y) >= DRAG_THRESHOLD_PX;
      if (dragging) setGhost({ ...at, over: core.drop.over(at, couldSplice) });
    };
    const end = (event: PointerEvent): void => {
      row.removeEventListener('pointermove', move);
      row.removeEventListener('pointerup', end);
      row.removeEventListener('pointercancel', end);
      window.removeEventListener('keydown', escape, true);
      setGhost(undefined);
      const wire = core.drop.takeWire();
      if (event.type === 'pointercancel' || !dragging) return;
      // The click that follows a drag must not add another one.
      const swallow = (click: Event): void => click.stopImmediatePropagation();
      row.addEventListener('click', swallow, { once: true, capture: true });
      setTimeout(() => row.removeEventListener('click', swallow, true));
      const at = core.fileAt({ x: event.clientX, y: event.clientY });
      if (at === undefined) return;
      editing.addNode({ type, at, exact: true, ...(wire === undefined ? {} : { onWire: wire }) });
      rememberType(type.type);
      core.openEdit();
      closeIfFloating(editor.view);
    };
    const escape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') end(new PointerEvent('pointercancel'));
    };
    row.addEventListener('pointermove', move);
    row.addEventListener('pointerup', end);
    row.addEventListener('pointercancel', end);
    window.addEventListener('keydown', escape, true);
  };

  return (
    <>
      <button
        type="button"
        className={cx(styles['row'])}
        title={type.purpose}
        onPointerDown={press}
        onClick={add}
      >
        <NodeIcon type={type.type} kind={type.kind} />
        <span className={cx(styles['rowText'])}>
          <span className={cx(styles['rowLabel'])}>{type.label}</span>
          <span className={cx(styles['rowPurpose'])} aria-hidden>
            {type.purpose}
          </span>
        </span>
      </button>
      {ghost === undefined
        ? null
        : createPortal(
            <div
              className={cx(canvasStyles['ghost'], !ghost.over && canvasStyles['ghostOff'])}
              style={{ transform: `translate(${ghost.x}px, ${ghost.y}px) translate(-50%, -50%)` }}
            >
              <NodeIcon type={type.type} kind={type.kind} />
              {type.label}
            </div>,
            document.body,
          )}
    </>
  );
}
