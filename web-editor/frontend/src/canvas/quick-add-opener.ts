import type { NodeId } from '../model/flow-entry';
import { groupOf } from '../model/groups';
import type { WireRef } from '../store/selection-store';
import type { ViewStore } from '../store/view-store';
import type { CanvasCore } from './canvas-core';
import { toFile, toWorld, type Point } from './geometry';
import type { PortRef } from './scene-store';
import type { Pointer } from './tools/tool-state';

/** What a node is added to. */
interface Beside {
  readonly from?: PortRef | undefined;
  readonly onWire?: WireRef | undefined;
  /** The group that it will stand in, null for none; if undefined, that of what it is added to. */
  readonly group?: NodeId | null | undefined;
}

/** Opens the list of what can be added, at the place where it will be. */
export class QuickAddOpener {
  constructor(
    private readonly core: CanvasCore,
    private readonly view: ViewStore,
  ) {}

  at(pointer: Pointer, from?: PortRef, onWire?: WireRef): void {
    const file = toFile(pointer.world);
    const group = onWire === undefined ? (this.core.groupAt(pointer.client) ?? null) : undefined;
    this.#open(file, pointer.client, { from, onWire, group });
  }

  /** Adds the next step after a node's output; it stands to the right, its list at the port. */
  after(node: NodeId, port: number): void {
    const at = this.core.layout.port(node, true, port);
    if (at === undefined) return;
    const place = this.core.editing.placeAfter(node);
    this.#open(place, this.core.clientOf({ x: at.x + 16, y: at.y - 14 }), {
      from: { node, port, output: true },
    });
  }

  inView(): void {
    const { nodes, focus } = this.core.selection.state;
    const beside = focus !== undefined && nodes.has(focus) ? focus : undefined;
    // Without a pointer there is no "here" but the selected node: it goes where a next step would.
    if (this.core.pointers.last === undefined && beside !== undefined) {
      const place = this.core.editing.placeAfter(beside);
      const group = groupOf(this.core.document, this.core.document.get(beside))?.id ?? null;
      this.#open(place, this.core.clientOf(toWorld(place)), { group });
      return;
    }
    const file = this.core.pasteAt();
    const client = this.core.clientOf(toWorld(file));
    this.#open(file, client, { group: this.core.groupAt(client) ?? null });
  }

  #open(file: Point, client: Point, { from, onWire, group }: Beside): void {
    if (this.core.editing.isLocked() || this.core.selection.state.flow === '') return;
    this.view.set({
      open: {
        kind: 'quick-add',
        at: {
          x: file.x,
          y: file.y,
          clientX: client.x,
          clientY: client.y,
          ...(from === undefined ? {} : { from }),
          ...(onWire === undefined
            ? {}
            : {
                onWire: { source: onWire.source, port: onWire.port, target: onWire.target },
              }),
          ...(group === undefined ? {} : { group }),
        },
      },
    });
  }
}
