import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { isMessageKey, t } from '../i18n/t';
import { groupOf } from '../model/groups';
import type { NodeType } from '../model/node-type';
import type { ViewStore } from '../store/view-store';
import { cx } from '../ui/cx';
import { useDocument, useParts, useTypes } from '../ui/editor-context';
import { NodeIcon } from '../ui/node-icon';
import { PanelHead } from '../ui/panel-head';
import { DragGhost } from './drag-ghost';
import { offeredTypes } from './offered-types';
import styles from './palette.module.css';
import { suggestions } from './rank';
import { rememberType } from './recent';
import { useDragToCanvas } from './use-drag-to-canvas';

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
const FLOATS_BELOW_PX = 1024;

/** All types that can be added, grouped in words. Dragging places one, click or Enter adds it. */
export function AddPanel() {
  const { editor } = useParts();
  const types = useTypes();
  const document = useDocument();
  const state = useStore(editor.types, (s) => s.state);
  const flow = useStore(editor.selection.store, (s) => s.flow);
  const [filter, setFilter] = useState('');
  const groups = useMemo(() => {
    const offered = offeredTypes(types, document, flow);
    if (filter.trim() !== '') {
      return [{ key: '', types: suggestions(offered, filter).map((s) => s.type) }];
    }
    return GROUPS.map((key) => ({ key, types: offered.filter((type) => type.kind === key) }));
  }, [types, document, flow, filter]);
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
  const add = (): void => {
    const { focus, nodes } = editor.selection.state;
    const after = focus !== undefined && nodes.has(focus) ? focus : undefined;
    const at = after === undefined ? core.camera.middle : editing.placeAfter(after);
    const group =
      after === undefined ? undefined : groupOf(core.document, core.document.get(after))?.id;
    const id = editing.addNode({ type, at, group: group ?? null });
    rememberType(type.type);
    if (id === undefined) return;
    core.reveal(id);
    core.openEdit();
    closeIfFloating(editor.view);
  };

  const couldSplice = type.inputs !== 0 && type.outputs !== 0;
  const [ghost, press] = useDragToCanvas(couldSplice, ({ at, wire, group }) => {
    const beside = wire === undefined ? { group } : { onWire: wire };
    editing.addNode({ type, at, exact: true, ...beside });
    rememberType(type.type);
    core.openEdit();
    closeIfFloating(editor.view);
  });

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
      <DragGhost ghost={ghost} type={type.type} kind={type.kind} label={type.label} />
    </>
  );
}
