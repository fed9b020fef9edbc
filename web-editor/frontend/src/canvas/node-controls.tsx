import { Play, Plus, Power, PowerOff } from 'lucide-react';
import { memo, useCallback } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import type { NodeId } from '../model/flow-entry';
import { cx } from '../ui/cx';
import { useParts } from '../ui/editor-context';
import styles from './canvas.module.css';

/**
 * The buttons of a node. They lie over its card but beside it in the page: an option of a list can't
 * hold buttons.
 */
export const NodeControls = memo(function NodeControls({ id }: { readonly id: NodeId }) {
  const { core } = useParts();
  const face = useStore(core.scene, () => core.layout.faces.get(id));
  const attach = useCallback(
    (element: HTMLElement | null) => core.controls.set(id, element),
    [core, id],
  );
  if (face === undefined) return null;
  return (
    <div ref={attach} className={cx(styles['control'])}>
      {face.button === 'inject' ? <SendButton id={id} title={face.title} /> : null}
      {face.button === 'toggle' ? (
        <ToggleButton id={id} title={face.title} on={face.buttonOn} />
      ) : null}
      <AddNext id={id} title={face.title} outputs={face.outputs} />
    </div>
  );
});

function SendButton({ id, title }: { readonly id: NodeId; readonly title: string }) {
  const { editor } = useParts();
  const ready = useStore(
    editor.documents.store,
    (s) => s.base.has(id) && !s.changed.has(id) && s.document.get(id)?.['d'] !== true,
  );
  const lost = useStore(editor.runtime.store, (s) => s.connection.state === 'lost');
  const may = useStore(editor.session.store, () => editor.session.may('inject.write'));
  const reason = lost ? 'offline.reason' : may ? undefined : 'readOnly.send';
  return (
    <button
      type="button"
      tabIndex={-1}
      className={cx(styles['nodeButton'])}
      aria-label={t('node.send', { name: title })}
      title={t(reason ?? (ready ? 'node.sendHint' : 'node.deployFirst'))}
      disabled={!ready || reason !== undefined}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={() => void editor.engine.inject(id)}
    >
      <Play size={14} strokeWidth={2} aria-hidden />
    </button>
  );
}

function ToggleButton(props: {
  readonly id: NodeId;
  readonly title: string;
  readonly on: boolean;
}) {
  const { editor, editing } = useParts();
  const may = useStore(editor.session.store, () => editor.session.may('debug.write'));
  const Icon = props.on ? Power : PowerOff;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={cx(styles['nodeButton'])}
      aria-label={t('node.toggle', { name: props.title })}
      aria-pressed={props.on}
      title={t(may ? (props.on ? 'node.isOn' : 'node.isOff') : 'readOnly.toggle')}
      disabled={!may}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={() => {
        editing.update(props.id, { active: !props.on }, t('node.onOff'));
        if (editor.documents.state.base.has(props.id)) {
          void editor.engine.setDebug([props.id], !props.on);
        }
      }}
    >
      <Icon size={14} strokeWidth={2} aria-hidden />
    </button>
  );
}

function AddNext(props: { readonly id: NodeId; readonly title: string; readonly outputs: number }) {
  const { editor, core } = useParts();
  const only = useStore(editor.selection.store, (s) => s.nodes.size === 1 && s.nodes.has(props.id));
  const shown = useStore(
    core.scene,
    (s) => (s.hover === props.id || only) && !s.dragging && s.wiring === undefined && s.zoom >= 0.5,
  );
  if (!shown || props.outputs === 0) return null;
  return Array.from({ length: props.outputs }, (_, i) => (
    <button
      key={i}
      type="button"
      tabIndex={-1}
      className={cx(styles['next'], props.outputs > 1 && styles['nextSmall'])}
      style={{ left: '100%', top: `calc(50% + ${(i - (props.outputs - 1) / 2) * 16}px)` }}
      aria-label={
        props.outputs === 1
          ? t('node.addAfter', { name: props.title })
          : t('node.addAfterPort', { name: props.title, port: i + 1 })
      }
      title={t('node.addAfterHint')}
      // A press goes to the canvas, which tells a click from drawing a wire; keys come here.
      onClick={(event) => {
        if (event.detail === 0) core.quickAdd.after(props.id, i);
      }}
    >
      <Plus size={props.outputs > 1 ? 11 : 13} strokeWidth={2.5} aria-hidden />
    </button>
  ));
}
