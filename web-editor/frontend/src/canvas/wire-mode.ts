import { t } from '../i18n/t';
import { readingOrder } from '../model/flow-order';
import { type NodeId } from '../model/flow-entry';
import type { Editor } from '../store/editor';
import type { CanvasCore } from './canvas-core';

/**
 * Wiring without a pointer: the focused node's outputs are chosen with left and right, the target by
 * up and down or by typing its name; Enter joins or parts the two.
 */
export class WireModeKeys {
  constructor(
    private readonly editor: Editor,
    private readonly core: CanvasCore,
  ) {}

  start(source: NodeId): void {
    const face = this.core.layout.faces.get(source);
    if (face === undefined || face.outputs === 0) {
      this.editor.view.announce(t('canvas.noOutput', { name: this.core.editing.label(source) }));
      return;
    }
    this.#set(source, 0, '');
  }

  /** Handles a key while the mode is on; answers whether it did. */
  key(event: { readonly key: string }): boolean {
    const mode = this.core.scene.getState().wireMode;
    if (mode === undefined) return false;
    const face = this.core.layout.faces.get(mode.source);
    const outputs = face?.outputs ?? 1;
    switch (event.key) {
      case 'Escape':
        this.core.pointers.cancel();
        return true;
      case 'ArrowRight':
      case 'ArrowLeft': {
        const step = event.key === 'ArrowRight' ? 1 : -1;
        this.#set(mode.source, (mode.port + step + outputs) % outputs, mode.typed);
        return true;
      }
      case 'ArrowDown':
      case 'ArrowUp': {
        const n = mode.targets.length;
        const at = n === 0 ? 0 : (mode.at + (event.key === 'ArrowDown' ? 1 : -1) + n) % n;
        this.core.scene.setState({ wireMode: { ...mode, at } });
        this.#say();
        return true;
      }
      case 'Enter':
        this.#join(mode.source, mode.port, mode.targets[mode.at]);
        return true;
      case 'Delete':
        this.#part(mode.source, mode.port, mode.targets[mode.at]);
        return true;
      case 'Backspace':
        this.#set(mode.source, mode.port, mode.typed.slice(0, -1));
        return true;
      default:
        if (event.key.length !== 1) return event.key !== 'Tab';
        this.#set(mode.source, mode.port, mode.typed + event.key);
        return true;
    }
  }

  #set(source: NodeId, port: number, typed: string): void {
    const { document } = this.editor.documents;
    const { flow } = this.core.selection.state;
    const wanted = typed.toLowerCase();
    const all = readingOrder(document, flow).filter((n) =>
      this.core.editing.canConnect(source, n.id),
    );
    // Nodes without a source come first: they wait for one.
    const targets = [
      ...all.filter((n) => document.sourcesOf(n.id).length === 0),
      ...all.filter((n) => document.sourcesOf(n.id).length > 0),
    ]
      .map((n) => n.id)
      .filter((id) => this.core.editing.label(id).toLowerCase().includes(wanted));
    this.core.scene.setState({ wireMode: { source, port, typed, targets, at: 0 } });
    this.#say();
  }

  #join(source: NodeId, port: number, target: NodeId | undefined): void {
    this.core.scene.setState({ wireMode: undefined });
    if (target !== undefined) this.core.editing.connect(source, port, target);
    this.core.requestPaint();
  }

  #part(source: NodeId, port: number, target: NodeId | undefined): void {
    const { document } = this.editor.documents;
    const entry = document.get(source);
    if (entry === undefined || target === undefined) return;
    if (document.wiresFrom(entry)[port]?.includes(target) === true) {
      this.core.scene.setState({ wireMode: undefined });
      this.core.editing.disconnect({ source, port, target });
      this.core.requestPaint();
    }
  }

  #say(): void {
    const mode = this.core.scene.getState().wireMode;
    if (mode === undefined) return;
    this.core.requestPaint();
    const target = mode.targets[mode.at];
    const face = this.core.layout.faces.get(mode.source);
    this.editor.view.announce(
      target === undefined
        ? t('wire.none')
        : t('wire.choose', {
            port: mode.port + 1,
            ports: face?.outputs ?? 1,
            label: face?.outputLabels[mode.port] ?? '',
            name: this.core.editing.label(target),
          }),
    );
  }
}
