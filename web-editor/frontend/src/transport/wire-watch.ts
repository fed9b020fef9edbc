import type { SelectionStore } from '../store/selection-store';
import type { ViewStore } from '../store/view-store';
import type { WiresStore } from '../store/wires-store';
import type { Comms } from './comms';

const TOPIC = 'weir/wires/';

export interface WireWatchParts {
  readonly comms: Pick<Comms, 'watch' | 'unwatch'>;
  readonly selection: SelectionStore;
  readonly view: ViewStore;
  readonly wires: WiresStore;
  /** Whether the page can be seen. */
  readonly isSeen: () => boolean;
}

/** Asks the engine for what flows on the flow that is shown, as long as somebody can see it. */
export class WireWatch {
  #watched: string | undefined;

  constructor(private readonly parts: WireWatchParts) {}

  start(): void {
    const { selection, view } = this.parts;
    selection.store.subscribe((now, before) => {
      if (now.flow !== before.flow) this.update();
    });
    view.store.subscribe((now, before) => {
      if (now.liveWires !== before.liveWires) this.update();
    });
    this.update();
  }

  /** Looks again at what is to be watched. */
  update(): void {
    const { comms, selection, view, wires, isSeen } = this.parts;
    const { flow } = selection.state;
    const wanted = view.state.liveWires && isSeen() && flow !== '' ? TOPIC + flow : undefined;
    if (wanted === this.#watched) return;
    if (this.#watched !== undefined) comms.unwatch(this.#watched);
    this.#watched = wanted;
    wires.clear();
    if (wanted !== undefined) comms.watch(wanted);
  }

  /** Takes what came over comms; answers whether it was for here. */
  receive(topic: string, data: unknown): boolean {
    if (!topic.startsWith(TOPIC)) return false;
    // A frame of the flow before may still be on its way.
    if (topic === this.#watched) this.parts.wires.take(data, Date.now());
    return true;
  }
}
