import type { FlowDocument, WireEnd } from '../model/flow-document';
import { flowOf, type FlowEntry, type NodeId } from '../model/flow-entry';
import { litPath } from '../model/lit-path';
import type { Editing } from '../store/editing';
import type { Editor } from '../store/editor';
import type { SelectionStore } from '../store/selection-store';
import { outputKey } from '../store/wires-store';
import { Camera } from './camera';
import { DropPreview } from './drop-preview';
import {
  boundsOf,
  contains,
  fromScreen,
  grown,
  intersects,
  toFile,
  toScreen,
  type Point,
} from './geometry';
import { FlowLayout, type Fonts, type LaidWire } from './flow-layout';
import { HitTest } from './hit-test';
import { CHIPS_FROM, chipsOf, Pulses, type LaidChip } from './live-wires';
import type { LiveScene } from './live-painter';
import { forgetWidths } from './measure';
import { BLOCKS_BELOW, paint, readPalette, type Palette } from './painter';
import { PlacedElements } from './placed-elements';
import { PointerInput } from './pointer-input';
import { QuickAddOpener } from './quick-add-opener';
import { createSceneStore } from './scene-store';

const VIEW_MARGIN = 200;
const TOLD_FOR_MS = 6_000;
const STILL = '(prefers-reduced-motion: reduce)';

export interface Layers {
  readonly root: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly cards: HTMLElement;
  readonly controls: HTMLElement;
}

/**
 * The canvas without its cards: the laid out flow, what of it is seen, and the drawing. It holds
 * nothing of the flow; it reads the document and asks `Editing` for changes.
 */
export class CanvasCore {
  readonly scene = createSceneStore();
  readonly selection: SelectionStore;
  layout = FlowLayout.EMPTY;
  readonly camera = new Camera(() => this.#cameraMoved());
  readonly cards = new PlacedElements((id) => this.layout.boxes.get(id));
  readonly controls = new PlacedElements((id) => this.layout.boxes.get(id));
  readonly pointers = new PointerInput(this);
  readonly drop = new DropPreview(this);
  readonly quickAdd: QuickAddOpener;

  #layers: Layers | undefined;
  #context: CanvasRenderingContext2D | null = null;
  #palette: Palette | undefined;
  #frame = 0;
  #chips: readonly LaidChip[] = [];
  readonly #pulses = new Pulses(() => window.matchMedia(STILL).matches);
  #flow: NodeId = '';
  #rememberTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly editor: Editor,
    readonly editing: Editing,
    private readonly fonts: Fonts,
  ) {
    this.selection = editor.selection;
    this.quickAdd = new QuickAddOpener(this, editor.view);
  }

  get document(): FlowDocument {
    return this.editor.documents.document;
  }

  attach(layers: Layers): () => void {
    this.#layers = layers;
    this.#context = layers.canvas.getContext('2d', { alpha: false });
    this.themeChanged();
    const resize = new ResizeObserver(() => this.#resized());
    resize.observe(layers.root);
    this.#resized();
    const { documents, runtime, selection, types, view, wires } = this.editor;
    const leave = [
      wires.store.subscribe(() => this.requestPaint()),
      wires.onSent((sent) => {
        const { readings } = wires.store.getState();
        this.#pulses.sent(this.layout, sent, readings, performance.now());
        this.requestPaint();
      }),
      view.store.subscribe((now, before) => {
        if (now.inspected !== before.inspected) this.requestPaint();
        if (now.path !== before.path) this.#light();
      }),
      runtime.store.subscribe((now, before) => {
        // Texts that say how long nothing came.
        if (now.now !== before.now && this.#chips.length > 0) this.requestPaint();
      }),
      documents.store.subscribe((now, before) => {
        if (now.document !== before.document) this.#relayout();
      }),
      types.subscribe(() => this.#relayout()),
      selection.store.subscribe((now, before) => {
        if (now.flow !== before.flow) this.#openFlow();
        this.requestPaint();
      }),
    ];
    this.#openFlow();
    // Widths measured before a font is there would be those of the fallback.
    void document.fonts.ready.then(() => {
      forgetWidths();
      this.#relayout();
    });
    return () => {
      resize.disconnect();
      for (const stop of leave) stop();
      this.#layers = undefined;
    };
  }

  themeChanged(): void {
    if (this.#layers !== undefined) this.#palette = readPalette(this.#layers.root);
    this.requestPaint();
  }

  focusCard(id: NodeId): void {
    this.reveal(id);
    this.#updateVisible();
    // The card of a node that was out of view is mounted in the render that follows.
    requestAnimationFrame(() => this.cards.focus(id));
  }

  // --- layout and camera -----------------------------------------------------------------------

  #relayout(): void {
    const { types } = this.editor.types.getState();
    // A change from elsewhere while dragging would pull the nodes out of the hand.
    if (this.pointers.isBusy && this.scene.getState().dragging) this.pointers.cancel();
    this.layout = FlowLayout.of(this.document, this.#flow, types, this.layout, this.fonts);
    this.cards.follow();
    this.controls.follow();
    this.scene.setState((s) => ({ layoutVersion: s.layoutVersion + 1 }));
    this.#light();
    this.#updateVisible();
  }

  /** Takes up where the message went whose way is shown. */
  #light(): void {
    const { path } = this.editor.view.state;
    const isKnown = path !== undefined && 'path' in path;
    this.scene.setState({
      lit: isKnown ? litPath(path.path, this.document, this.#flow) : undefined,
    });
    this.requestPaint();
  }

  #openFlow(): void {
    const { flow } = this.selection.state;
    this.#flow = flow;
    this.scene.setState({ hover: undefined, hotWire: undefined, wireMode: undefined });
    this.layout = FlowLayout.EMPTY;
    this.#relayout();
    const kept = this.editor.view.state.cameras[flow];
    if (kept !== undefined) this.camera.set(kept);
    else this.#firstCamera();
  }

  /** All of a small flow; of a large one the beginning at 100 %, which reads better. */
  #firstCamera(): void {
    const all = boundsOf(this.layout.boxes.values());
    if (all !== undefined && this.camera.hasRoomFor(all)) {
      this.camera.fit(all);
      return;
    }
    this.camera.set({ x: (all?.x ?? 120) - 60, y: (all?.y ?? 120) - 120, zoom: 1 });
  }

  shift(ids: readonly NodeId[], dx: number, dy: number): void {
    this.layout.shift(ids, dx, dy);
    this.cards.follow(ids);
    this.controls.follow(ids);
    this.requestPaint();
  }

  fit(ids: Iterable<NodeId> = this.layout.boxes.keys()): void {
    const rects = [...ids].flatMap((id) => this.layout.rectOf(id) ?? []);
    const all = boundsOf(rects);
    if (all === undefined) {
      this.#firstCamera();
      return;
    }
    this.camera.fit(all);
  }

  /** Opens the flow that a node is on, selects the node and flashes it. */
  show(node: FlowEntry): void {
    const { selection, view } = this.editor;
    selection.openFlow(flowOf(node));
    selection.select([node.id]);
    view.set({ flash: { id: node.id, at: Date.now() } });
    this.reveal(node.id);
  }

  /** Says, where one is looking, why something can't be done. */
  tell(text: string): void {
    const { last } = this.pointers;
    const at = last?.at ?? { x: this.camera.width / 2, y: this.camera.height / 2 };
    const hint = { at, text };
    this.scene.setState({ hint });
    this.editor.view.announce(text, true);
    setTimeout(() => {
      if (this.scene.getState().hint === hint) this.scene.setState({ hint: undefined });
    }, TOLD_FOR_MS);
  }

  /** Moves the camera so that a node or group is in view, if it isn't. */
  reveal(id: NodeId): void {
    const box = this.layout.rectOf(id);
    if (box !== undefined) this.camera.show(box);
  }

  /** Where the pointer was last, in file units, or the middle if it is elsewhere. */
  pasteAt(): Point {
    const { last } = this.pointers;
    return last === undefined ? this.camera.middle : toFile(last.world);
  }

  fileAt(client: Point): Point | undefined {
    const at = this.local(client);
    if (
      at === undefined ||
      !contains({ x: 0, y: 0, w: this.camera.width, h: this.camera.height }, at)
    ) {
      return undefined;
    }
    return toFile(fromScreen(at, this.camera));
  }

  /** The node that is seen at a place of the page. */
  nodeAt(client: Point): FlowEntry | undefined {
    const at = this.local(client);
    const id = at === undefined ? undefined : this.hits.nodeAt(fromScreen(at, this.camera));
    return id === undefined ? undefined : this.document.get(id);
  }

  /** The innermost group that is seen at a place of the page. */
  groupAt(client: Point): NodeId | undefined {
    const at = this.local(client);
    return at === undefined ? undefined : this.layout.groups.at(fromScreen(at, this.camera));
  }

  clientOf(world: Point): Point {
    const rect = this.#layers?.root.getBoundingClientRect();
    const at = toScreen(world, this.camera);
    return { x: at.x + (rect?.left ?? 0), y: at.y + (rect?.top ?? 0) };
  }

  /** A place of the page in px from the canvas' corner. */
  local(client: Point): Point | undefined {
    const rect = this.#layers?.root.getBoundingClientRect();
    return rect === undefined ? undefined : { x: client.x - rect.left, y: client.y - rect.top };
  }

  #cameraMoved(): void {
    this.requestPaint();
    clearTimeout(this.#rememberTimer);
    this.#rememberTimer = setTimeout(() => {
      const { cameras } = this.editor.view.state;
      if (this.#flow !== '') {
        this.editor.view.set({ cameras: { ...cameras, [this.#flow]: this.camera.view } });
      }
    }, 300);
  }

  #resized(): void {
    const { root, canvas } = this.#layers ?? {};
    if (root === undefined || canvas === undefined) return;
    const ratio = window.devicePixelRatio;
    const { clientWidth: width, clientHeight: height } = root;
    this.camera.resize(width, height);
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    // Setting the size clears the canvas, so it is painted in this same frame.
    this.#paint();
  }

  #updateVisible(): void {
    const state = this.scene.getState();
    const view = this.camera.seen;
    const margin = grown(view, VIEW_MARGIN);
    const { focus } = this.selection.state;
    const drawn =
      this.camera.zoom < BLOCKS_BELOW
        ? []
        : [...this.layout.nodesNear(margin)].filter((id) => {
            const box = this.layout.boxes.get(id);
            return box !== undefined && intersects(box, margin);
          });
    if (focus !== undefined && this.layout.boxes.has(focus) && !drawn.includes(focus)) {
      drawn.push(focus);
    }
    const same =
      drawn.length === state.visible.length && drawn.every((id, i) => state.visible[i] === id);
    const nothingInView =
      this.layout.boxes.size > 0 &&
      ![...this.layout.nodesNear(view)].some((id) => {
        const box = this.layout.boxes.get(id);
        return box !== undefined && intersects(box, view);
      });
    if (!same || nothingInView !== state.nothingInView || this.camera.zoom !== state.zoom) {
      this.scene.setState({
        nothingInView,
        zoom: this.camera.zoom,
        ...(same ? {} : { visible: drawn }),
      });
    }
  }

  requestPaint(): void {
    if (this.#frame !== 0 || this.#layers === undefined) return;
    this.#frame = requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { cards, controls } = this.#layers ?? {};
    if (cards === undefined || controls === undefined || this.#context === null) return;
    const { x, y, zoom } = this.camera;
    const transform = `scale(${zoom}) translate(${-x}px, ${-y}px)`;
    cards.style.transform = transform;
    controls.style.transform = transform;
    this.#updateVisible();
    if (this.#palette === undefined) return;
    const { wires, nodes } = this.selection.state;
    const { hotWire, dropGroup, lit } = this.scene.getState();
    paint(
      this.#context,
      {
        layout: this.layout,
        camera: this.camera.view,
        width: this.camera.width,
        height: this.camera.height,
        ratio: window.devicePixelRatio,
        selectedWires: new Set(wires.map((w) => `${w.source}:${w.port}:${w.target}`)),
        hotWire,
        selectedNodes: nodes,
        dropGroup,
        lit,
        pending: this.#pendingWire(),
        live: this.#live(),
      },
      this.#palette,
    );
    if (this.#pulses.isMoving) this.requestPaint();
  }

  #live(): LiveScene {
    const { wires, view } = this.editor;
    const { readings } = wires.store.getState();
    const now = performance.now();
    const { inspected } = view.state;
    const { lit } = this.scene.getState();
    this.#chips =
      readings.size === 0 || this.camera.zoom < CHIPS_FROM
        ? []
        : chipsOf(this.layout, readings, this.camera.seen, Date.now()).filter(
            ({ wire }) => lit === undefined || lit.wires.has(wire.key),
          );
    return {
      chips: this.#chips,
      pulses: this.#pulses.at(now),
      glowing: this.#pulses.glowing(now),
      inspected: inspected === undefined ? undefined : outputKey(inspected.node, inspected.port),
    };
  }

  #pendingWire(): { from: Point; to: Point } | undefined {
    const { wiring, wireMode } = this.scene.getState();
    if (wiring !== undefined) {
      const { from, to } = wiring;
      const port = this.layout.port(from.node, from.output, from.port);
      if (port === undefined) return undefined;
      return from.output ? { from: port, to } : { from: to, to: port };
    }
    const target = wireMode?.targets[wireMode.at];
    if (wireMode === undefined || target === undefined) return undefined;
    const from = this.layout.port(wireMode.source, true, wireMode.port);
    const to = this.layout.port(target, false, 0);
    return from === undefined || to === undefined ? undefined : { from, to };
  }

  // --- what is where ---------------------------------------------------------------------------

  get hits(): HitTest {
    return new HitTest(this.layout, this.camera.zoom, this.#chips);
  }

  /** The wire that a node held over it would go into. */
  wireUnder(id: NodeId | undefined): LaidWire | undefined {
    const box = id === undefined ? undefined : this.layout.boxes.get(id);
    const face = id === undefined ? undefined : this.layout.faces.get(id);
    if (box === undefined || face === undefined || face.inputs === 0 || face.outputs === 0) {
      return undefined;
    }
    const isWired = this.document.sourcesOf(face.id).length > 0 || this.#hasTargets(face.id);
    if (isWired) return undefined;
    return this.hits.wireAt({ x: box.x + box.w / 2, y: box.y + box.h / 2 }, box.h / 2);
  }

  #hasTargets(id: NodeId): boolean {
    return [...this.layout.wires.values()].some((w) => w.source === id);
  }

  // --- opening things --------------------------------------------------------------------------

  /** Shows what an output has sent. */
  inspect(output: WireEnd): void {
    this.editor.view.set({ inspected: output, right: 'live', rightOpen: true });
  }

  openEdit(): void {
    const { view } = this.editor;
    if (window.innerWidth >= 700) view.set({ rightOpen: true });
    if (view.state.right === 'live') return;
    if (view.state.right !== 'edit') view.set({ right: 'edit' });
  }
}
