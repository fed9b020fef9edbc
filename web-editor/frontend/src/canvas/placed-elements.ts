import type { NodeId } from '../model/flow-entry';
import type { Rect } from './geometry';

/** Elements of nodes, put where the nodes' boxes are without a render. */
export class PlacedElements {
  readonly #elements = new Map<NodeId, HTMLElement>();

  constructor(private readonly boxOf: (id: NodeId) => Rect | undefined) {}

  /** Takes an element when it is mounted, and lets it go when it is null. */
  set(id: NodeId, element: HTMLElement | null): void {
    if (element === null) {
      this.#elements.delete(id);
      return;
    }
    this.#elements.set(id, element);
    this.#place(id);
  }

  /** Focuses an element that is there already; answers whether it was. */
  focus(id: NodeId): boolean {
    const element = this.#elements.get(id);
    element?.focus({ preventScroll: true });
    return element !== undefined;
  }

  /** Follows boxes that have moved. */
  follow(ids: Iterable<NodeId> = this.#elements.keys()): void {
    for (const id of ids) this.#place(id);
  }

  #place(id: NodeId): void {
    const element = this.#elements.get(id);
    const box = this.boxOf(id);
    if (element === undefined || box === undefined) return;
    element.style.transform = `translate(${box.x}px, ${box.y}px)`;
    element.style.width = `${box.w}px`;
    element.style.height = `${box.h}px`;
  }
}
