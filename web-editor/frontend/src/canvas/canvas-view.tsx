import { useEffect, useMemo, useRef, useState, type MouseEvent, type PointerEvent } from 'react';
import { useStore } from 'zustand';
import { focusForm } from '../commands/focus-form';
import { t } from '../i18n/t';
import { classOf, definitionOf, type NodeId } from '../model/flow-entry';
import { labelOf } from '../model/node-types';
import { readingOrder } from '../model/flow-order';
import { cx } from '../ui/cx';
import { useDocument, useParts } from '../ui/editor-context';
import styles from './canvas.module.css';
import { CanvasMenu } from './canvas-menu';
import { CanvasOverlay } from './canvas-overlay';
import type { Point } from './geometry';
import { NodeCard } from './node-card';
import { NodeControls } from './node-controls';

/** The drawing of one flow: painted wires below, cards of what is in view, and what floats above. */
export function CanvasView() {
  const { editor, editing, core } = useParts();
  const root = useRef<HTMLDivElement>(null);
  const paint = useRef<HTMLCanvasElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const cards = useRef<HTMLDivElement>(null);
  const controls = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<{ readonly at: Point; readonly group: NodeId | undefined }>();
  const document = useDocument();
  const flow = useStore(editor.selection.store, (s) => s.flow);
  const focus = useStore(editor.selection.store, (s) => s.focus);
  const visible = useStore(core.scene, (s) => s.visible);
  const cursor = useStore(core.scene, (s) => s.cursor);
  const far = useStore(core.scene, (s) => s.zoom < 0.75);
  const order = useMemo(
    () => new Map(readingOrder(document, flow).map((node, i) => [node.id, i + 1])),
    [document, flow],
  );

  useEffect(() => {
    if (!root.current || !paint.current || !cards.current || !controls.current) return undefined;
    const element = root.current;
    const leave = core.attach({
      root: element,
      canvas: paint.current,
      cards: cards.current,
      controls: controls.current,
    });
    // React listens to wheel passively, which would leave page zoom to the browser.
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { at } = core.pointers.read(event);
      if (event.ctrlKey || event.metaKey) core.camera.zoomBy(Math.exp(-event.deltaY / 300), at);
      else if (event.shiftKey) core.camera.panBy(event.deltaY + event.deltaX, 0);
      else core.camera.panBy(event.deltaX, event.deltaY);
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      element.removeEventListener('wheel', wheel);
      leave();
    };
  }, [core]);

  const entry = document.get(flow);
  const nodes = document.inFlow(flow).filter((e) => classOf(e) === 'node').length;
  const name = entry === undefined ? '' : labelOf(entry, undefined);
  const sorted = useMemo(
    () => [...visible].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)),
    [visible, order],
  );

  const openMenu = (event: MouseEvent): void => {
    event.preventDefault();
    const hit = core.hits.at(core.pointers.read(event.nativeEvent));
    const { nodes: selected } = editor.selection.state;
    if ((hit.kind === 'node' || hit.kind === 'group') && !selected.has(hit.id)) {
      editor.selection.select([hit.id]);
    }
    if (hit.kind === 'wire' || hit.kind === 'chip') editor.selection.selectWire(hit.wire, false);
    if (hit.kind === 'empty') editor.selection.clear();
    const client = { x: event.clientX, y: event.clientY };
    setMenu({ at: client, group: hit.kind === 'empty' ? core.groupAt(client) : undefined });
  };

  const doubleClick = (event: MouseEvent): void => {
    const pointer = core.pointers.read(event.nativeEvent);
    const hit = core.hits.at(pointer);
    if (hit.kind === 'empty') core.quickAdd.at(pointer);
    if (hit.kind === 'wire') {
      if (editor.engine.has('messages'))
        core.inspect({ node: hit.wire.source, port: hit.wire.port });
      else core.quickAdd.at(pointer, undefined, hit.wire);
    }
    const subflow =
      hit.kind === 'node' ? definitionOf(document.get(hit.id) ?? { id: '', type: '' }) : undefined;
    if (subflow !== undefined && document.has(subflow)) {
      editor.selection.enter(subflow);
      return;
    }
    if (hit.kind === 'node' || hit.kind === 'group') {
      editor.view.set({ rightOpen: true, right: 'edit' });
      // Of a node one wants to change what it does; of a group, its name.
      requestAnimationFrame(() => focusForm(hit.kind === 'group'));
    }
  };

  return (
    // The canvas takes pointers as a whole; the list and the buttons in it take keys.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={root}
      className={cx(styles['root'])}
      style={{ cursor }}
      data-canvas
      data-region
      onPointerDown={(event) => press(event, () => core.pointers.down(event.nativeEvent))}
      onPointerMove={(event) => core.pointers.move(event.nativeEvent)}
      onPointerUp={(event) => core.pointers.up(event.nativeEvent)}
      onPointerCancel={() => core.pointers.cancel()}
      onPointerLeave={() => core.pointers.leave()}
      onMouseDown={(event) => {
        const { target } = event;
        if (target instanceof Element && target.closest('button, input') !== null) return;
        // The pointer is captured by now, so the browser wouldn't find the card to focus; and the
        // list keeps the keys after a press on the empty canvas.
        event.preventDefault();
        const hit = core.hits.at(core.pointers.read(event.nativeEvent));
        if (hit.kind !== 'node' || !core.cards.focus(hit.id)) {
          list.current?.focus({ preventScroll: true });
        }
      }}
      onDoubleClick={doubleClick}
      onContextMenu={openMenu}
    >
      <canvas ref={paint} className={cx(styles['paint'])} aria-hidden />
      <div
        ref={list}
        className={cx(styles['list'])}
        role="listbox"
        aria-multiselectable
        aria-label={t('canvas.label', { name, n: nodes })}
        tabIndex={focus !== undefined && order.has(focus) ? -1 : 0}
        data-canvas-focus
      >
        <div ref={cards} className={cx(styles['cards'], far && styles['far'])} role="presentation">
          {sorted.map((id) => (
            <NodeCard key={id} id={id} place={order.get(id) ?? 1} count={order.size} />
          ))}
        </div>
      </div>
      <div ref={controls} className={cx(styles['controls'])}>
        {visible.map((id) => (
          <NodeControls key={id} id={id} />
        ))}
      </div>
      <CanvasOverlay empty={nodes === 0} locked={editing.isLocked()} />
      {menu === undefined ? null : <CanvasMenu {...menu} onClose={() => setMenu(undefined)} />}
    </div>
  );
}

/** Keeps a gesture's moves coming when the pointer leaves the canvas. */
function press(event: PointerEvent<HTMLDivElement>, down: () => void): void {
  const { target } = event;
  if (target instanceof Element && target.closest('[data-float]') !== null) return;
  event.currentTarget.setPointerCapture(event.pointerId);
  down();
}
