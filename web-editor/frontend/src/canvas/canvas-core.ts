import type { NodeId } from '../model/flow-entry';
import type { Editing } from '../store/editing';
import type { Editor } from '../store/editor';
import type { SelectionStore, WireRef } from '../store/selection-store';
import {
  toScreen,
  boundsOf,
  contains,
  distance,
  fromScreen,
  grown,
  intersects,
  portPoint,
  toFile,
  toWorld,
  zoomedAt,
  type Point,
  type Rect,
  type View,
} from './geometry';
import { FlowLayout, type Fonts, type LaidWire } from './flow-layout';
import { forgetWidths } from './measure';
import { BLOCKS_BELOW, paint, readPalette, type Palette } from './painter';
import { createSceneStore, type PortRef } from './scene-store';
import { IDLE } from './tools/idle';
import type { Pointer, ToolState } from './tools/tool-state';
import { distanceToLine } from './wire-path';

export const MIN_ZOOM = 0.1;
export const MAX_ZOOM = 3;
const SNAP_PX = 40;
const VIEW_MARGIN = 200;
const EDGE_PX = 24;
const EDGE_STEP = 12;
const PORT_OUTSIDE_PX = 13;
const PORT_INSIDE_PX = 7;
const WIRE_PX = 8;

export type Hit =
  | { readonly kind: 'port'; readonly port: PortRef }
  | { readonly kind: 'node'; readonly id: NodeId }
  | { readonly kind: 'wire'; readonly wire: WireRef }
  | { readonly kind: 'empty' };

export interface Layers {
  readonly root: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly cards: HTMLElement;
  readonly controls: HTMLElement;
}

/**
 * The canvas without its cards: camera, where things are, what is under the pointer, drawing. It
 * holds nothing of the flow; it reads the document and asks `Editing` for changes.
 */
export class CanvasCore {
  readonly scene = createSceneStore();
  readonly selection: SelectionStore;
  layout = FlowLayout.EMPTY;
  camera: View = { x: 0, y: 0, zoom: 1 };
  spaceHeld = false;

  #layers: Layers | undefined;
  #context: CanvasRenderingContext2D | null = null;
  #palette: Palette | undefined;
  #width = 0;
  #height = 0;
  #frame = 0;
  #tool: ToolState = IDLE;
  #lastPointer: Pointer | undefined;
  #edgeTimer = 0;
  #flow: NodeId = '';
  readonly #cards = new Map<NodeId, HTMLElement>();
  readonly #controls = new Map<NodeId, HTMLElement>();

  constructor(
    private readonly editor: Editor,
    readonly editing: Editing,
    private readonly fonts: Fonts,
  ) {
    this.selection = editor.selection;
  }

  attach(layers: Layers): () => void {
    this.#layers = layers;
    this.#context = layers.canvas.getContext('2d', { alpha: false });
    this.themeChanged();
    const resize = new ResizeObserver(() => this.#resized());
    resize.observe(layers.root);
    this.#resized();
    const { documents, selection, types } = this.editor;
    const leave = [
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

  // --- cards -----------------------------------------------------------------------------------

  placeCard(id: NodeId, element: HTMLElement | null): void {
    this.#register(this.#cards, id, element);
  }

  placeControl(id: NodeId, element: HTMLElement | null): void {
    this.#register(this.#controls, id, element);
  }

  focusCard(id: NodeId): void {
    this.reveal(id);
    this.#updateVisible();
    // The card of a node that was out of view is mounted in the render that follows.
    requestAnimationFrame(() => this.#cards.get(id)?.focus({ preventScroll: true }));
  }

  /** Focuses a card that is there already; answers whether it was. */
  focusMounted(id: NodeId): boolean {
    const card = this.#cards.get(id);
    card?.focus({ preventScroll: true });
    return card !== undefined;
  }

  #register(map: Map<NodeId, HTMLElement>, id: NodeId, element: HTMLElement | null): void {
    if (element === null) {
      map.delete(id);
      return;
    }
    map.set(id, element);
    this.#placeElement(element, id);
  }

  #placeElement(element: HTMLElement, id: NodeId): void {
    const box = this.layout.boxes.get(id);
    if (box === undefined) return;
    element.style.transform = `translate(${box.x}px, ${box.y}px)`;
    element.style.width = `${box.w}px`;
    element.style.height = `${box.h}px`;
  }

  // --- layout and camera -----------------------------------------------------------------------

  #relayout(): void {
    const { document } = this.editor.documents;
    const { types } = this.editor.types.getState();
    // A change from elsewhere while dragging would pull the nodes out of the hand.
    if (this.#tool !== IDLE && this.scene.getState().dragging) this.cancelTool();
    this.layout = FlowLayout.of(document, this.#flow, types, this.layout, this.fonts);
    for (const [id, element] of this.#cards) this.#placeElement(element, id);
    for (const [id, element] of this.#controls) this.#placeElement(element, id);
    this.scene.setState((s) => ({ layoutVersion: s.layoutVersion + 1 }));
    this.#updateVisible();
    this.requestPaint();
  }

  #openFlow(): void {
    const { flow } = this.selection.state;
    this.#flow = flow;
    this.scene.setState({ hover: undefined, hotWire: undefined, wireMode: undefined });
    this.layout = FlowLayout.EMPTY;
    this.#relayout();
    const kept = this.editor.view.state.cameras[flow];
    if (kept !== undefined) this.setCamera(kept);
    else this.#firstCamera();
  }

  /** All of a small flow; of a large one the beginning at 100 %, which reads better. */
  #firstCamera(): void {
    const all = boundsOf(this.layout.boxes.values());
    if (
      all !== undefined &&
      this.#width / (all.w + 120) > 0.75 &&
      this.#height / (all.h + 120) > 0.75
    ) {
      this.fit();
      return;
    }
    this.setCamera({ x: (all?.x ?? 120) - 60, y: (all?.y ?? 120) - 120, zoom: 1 });
  }

  shift(ids: readonly NodeId[], dx: number, dy: number): void {
    this.layout.shift(ids, dx, dy);
    for (const id of ids) {
      const card = this.#cards.get(id);
      const control = this.#controls.get(id);
      if (card !== undefined) this.#placeElement(card, id);
      if (control !== undefined) this.#placeElement(control, id);
    }
    this.requestPaint();
  }

  setCamera(camera: View): void {
    const zoom = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, camera.zoom));
    this.camera = { x: camera.x, y: camera.y, zoom };
    this.requestPaint();
    this.#rememberCamera();
  }

  panBy(dx: number, dy: number): void {
    const { x, y, zoom } = this.camera;
    this.setCamera({ x: x + dx / zoom, y: y + dy / zoom, zoom });
  }

  zoomBy(factor: number, at: Point = { x: this.#width / 2, y: this.#height / 2 }): void {
    const zoom = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, this.camera.zoom * factor));
    this.setCamera(zoomedAt(this.camera, at, zoom));
  }

  zoomTo(zoom: number): void {
    this.setCamera(zoomedAt(this.camera, { x: this.#width / 2, y: this.#height / 2 }, zoom));
  }

  fit(ids: Iterable<NodeId> = this.layout.boxes.keys()): void {
    const rects = [...ids].flatMap((id) => this.layout.boxes.get(id) ?? []);
    const all = boundsOf(rects);
    if (all === undefined) {
      this.#firstCamera();
      return;
    }
    const around = grown(all, 60);
    const zoom = Math.min(1, this.#width / around.w, this.#height / around.h);
    this.setCamera({
      x: around.x + around.w / 2 - this.#width / 2 / zoom,
      y: around.y + around.h / 2 - this.#height / 2 / zoom,
      zoom,
    });
  }

  /** Moves the camera so that a node is in view, if it isn't. */
  reveal(id: NodeId): void {
    const box = this.layout.boxes.get(id);
    if (box === undefined) return;
    const view = this.#view();
    const inside =
      box.x >= view.x + 20 &&
      box.y >= view.y + 20 &&
      box.x + box.w <= view.x + view.w - 20 &&
      box.y + box.h <= view.y + view.h - 20;
    if (inside) return;
    const zoom = Math.max(this.camera.zoom, 0.6);
    this.setCamera({
      x: box.x + box.w / 2 - this.#width / 2 / zoom,
      y: box.y + box.h / 2 - this.#height / 2 / zoom,
      zoom,
    });
  }

  /** Middle of what is seen, in file units: where things go that come without a place. */
  middle(): Point {
    return toFile(fromScreen({ x: this.#width / 2, y: this.#height / 2 }, this.camera));
  }

  /** Where the pointer was last, in file units, or the middle if it is elsewhere. */
  pasteAt(): Point {
    return this.#lastPointer === undefined ? this.middle() : toFile(this.#lastPointer.world);
  }

  fileAt(client: Point): Point | undefined {
    const at = this.#local(client);
    if (at === undefined || !contains({ x: 0, y: 0, w: this.#width, h: this.#height }, at)) {
      return undefined;
    }
    return toFile(fromScreen(at, this.camera));
  }

  clientOf(world: Point): Point {
    const rect = this.#layers?.root.getBoundingClientRect();
    const at = toScreen(world, this.camera);
    return { x: at.x + (rect?.left ?? 0), y: at.y + (rect?.top ?? 0) };
  }

  #local(client: Point): Point | undefined {
    const rect = this.#layers?.root.getBoundingClientRect();
    return rect === undefined ? undefined : { x: client.x - rect.left, y: client.y - rect.top };
  }

  #rememberTimer: ReturnType<typeof setTimeout> | undefined;

  #rememberCamera(): void {
    clearTimeout(this.#rememberTimer);
    this.#rememberTimer = setTimeout(() => {
      const { cameras } = this.editor.view.state;
      if (this.#flow !== '') {
        this.editor.view.set({ cameras: { ...cameras, [this.#flow]: this.camera } });
      }
    }, 300);
  }

  #resized(): void {
    const { root, canvas } = this.#layers ?? {};
    if (root === undefined || canvas === undefined) return;
    const ratio = window.devicePixelRatio;
    this.#width = root.clientWidth;
    this.#height = root.clientHeight;
    canvas.width = Math.round(this.#width * ratio);
    canvas.height = Math.round(this.#height * ratio);
    // Setting the size clears the canvas, so it is painted in this same frame.
    this.#paint();
  }

  #view(): Rect {
    const { x, y, zoom } = this.camera;
    return { x, y, w: this.#width / zoom, h: this.#height / zoom };
  }

  #updateVisible(): void {
    const state = this.scene.getState();
    const view = this.#view();
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
    const { hotWire } = this.scene.getState();
    paint(
      this.#context,
      {
        layout: this.layout,
        camera: this.camera,
        width: this.#width,
        height: this.#height,
        ratio: window.devicePixelRatio,
        selectedWires: new Set(wires.map((w) => `${w.source}:${w.port}:${w.target}`)),
        hotWire,
        selectedNodes: nodes,
        pending: this.#pendingWire(),
      },
      this.#palette,
    );
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

  hit(pointer: Pointer): Hit {
    const port = this.#portAt(pointer);
    if (port !== undefined) return { kind: 'port', port };
    const node = this.nodeAt(pointer.world);
    if (node !== undefined) return { kind: 'node', id: node };
    const wire = this.#wireAt(
      pointer.world,
      (WIRE_PX * (pointer.touch ? 2 : 1)) / this.camera.zoom,
    );
    return wire === undefined ? { kind: 'empty' } : { kind: 'wire', wire };
  }

  nodeAt(world: Point): NodeId | undefined {
    let found: NodeId | undefined;
    for (const id of this.layout.nodesNear({ ...world, w: 0, h: 0 })) {
      const box = this.layout.boxes.get(id);
      if (box !== undefined && contains(box, world)) found = id;
    }
    return found;
  }

  #portAt({ world, touch }: Pointer): PortRef | undefined {
    if (this.camera.zoom < BLOCKS_BELOW) return undefined;
    const reach = (touch ? 22 : PORT_OUTSIDE_PX) / this.camera.zoom;
    const inside = (touch ? 12 : PORT_INSIDE_PX) / this.camera.zoom;
    let best: PortRef | undefined;
    let bestDistance = reach;
    const area = grown({ ...world, w: 0, h: 0 }, reach);
    for (const id of this.layout.nodesNear(area)) {
      const box = this.layout.boxes.get(id);
      const face = this.layout.faces.get(id);
      if (box === undefined || face === undefined || !contains(box, world, reach)) continue;
      const check = (output: boolean, count: number): void => {
        for (let i = 0; i < count; i++) {
          const at = portPoint(box, output, i, count);
          const away = distance(at, world);
          const inwards = output ? at.x - world.x : world.x - at.x;
          if (away <= bestDistance && inwards <= inside) {
            best = { node: id, port: i, output };
            bestDistance = away;
          }
        }
      };
      check(false, face.inputs);
      check(true, face.outputs);
    }
    return best;
  }

  #wireAt(world: Point, reach: number): LaidWire | undefined {
    let best: LaidWire | undefined;
    let bestDistance = reach;
    for (const wire of this.layout.wiresNear(grown({ ...world, w: 0, h: 0 }, reach))) {
      const away = distanceToLine(wire.points, world);
      if (away <= bestDistance) {
        best = wire;
        bestDistance = away;
      }
    }
    return best;
  }

  /** The wire that a node held over it would go into. */
  wireUnder(id: NodeId | undefined): LaidWire | undefined {
    const box = id === undefined ? undefined : this.layout.boxes.get(id);
    const face = id === undefined ? undefined : this.layout.faces.get(id);
    if (box === undefined || face === undefined || face.inputs === 0 || face.outputs === 0) {
      return undefined;
    }
    const { document } = this.editor.documents;
    const isWired = document.sourcesOf(face.id).length > 0 || this.#hasTargets(face.id);
    if (isWired) return undefined;
    return this.#wireAt({ x: box.x + box.w / 2, y: box.y + box.h / 2 }, box.h / 2);
  }

  #hasTargets(id: NodeId): boolean {
    return [...this.layout.wires.values()].some((w) => w.source === id);
  }

  /** The node whose port is near enough for a wire to snap to it, or whose card is under it. */
  nearestFitting(
    world: Point,
    fits: (id: NodeId) => boolean,
    toInput: boolean,
  ): NodeId | undefined {
    const over = this.nodeAt(world);
    if (over !== undefined) return fits(over) ? over : undefined;
    let best: NodeId | undefined;
    let bestDistance = SNAP_PX / this.camera.zoom;
    for (const id of this.layout.nodesNear(grown({ ...world, w: 0, h: 0 }, bestDistance))) {
      const port = this.layout.port(id, !toInput, 0);
      if (port === undefined || !fits(id)) continue;
      const away = distance(port, world);
      if (away < bestDistance) {
        best = id;
        bestDistance = away;
      }
    }
    return best;
  }

  nearestOutput(id: NodeId, world: Point): number {
    const outputs = this.layout.faces.get(id)?.outputs ?? 1;
    let best = 0;
    let bestDistance = Infinity;
    for (let i = 0; i < outputs; i++) {
      const port = this.layout.port(id, true, i);
      const away = port === undefined ? Infinity : distance(port, world);
      if (away < bestDistance) {
        best = i;
        bestDistance = away;
      }
    }
    return best;
  }

  // --- pointer ---------------------------------------------------------------------------------

  pointer(event: PointerEvent | MouseEvent): Pointer {
    const client = { x: event.clientX, y: event.clientY };
    const at = this.#local(client) ?? { x: 0, y: 0 };
    return {
      at,
      client,
      world: fromScreen(at, this.camera),
      shift: event.shiftKey,
      alt: event.altKey,
      ctrl: event.ctrlKey || event.metaKey,
      button: event.button,
      touch: 'pointerType' in event && event.pointerType === 'touch',
    };
  }

  down(event: PointerEvent): void {
    const pointer = this.pointer(event);
    this.#lastPointer = pointer;
    this.scene.setState({ wireMode: undefined });
    if (this.#tool === IDLE) this.#tool = IDLE.down(pointer, this);
  }

  move(event: PointerEvent): void {
    const pointer = this.pointer(event);
    this.#lastPointer = pointer;
    this.#tool = this.#tool.move(pointer, this);
    if (this.#tool.scrolls === true) this.#scrollAtEdge();
  }

  up(event: PointerEvent): void {
    this.#tool = this.#tool.up(this.pointer(event), this);
  }

  leave(): void {
    if (this.#tool !== IDLE) return;
    this.#lastPointer = undefined;
    this.scene.setState({ hover: undefined, hotWire: undefined });
    this.requestPaint();
  }

  /** Esc: leaves the gesture and puts back what it changed. Answers whether there was one. */
  cancelTool(): boolean {
    if (this.scene.getState().wireMode !== undefined) {
      this.scene.setState({ wireMode: undefined });
      this.requestPaint();
      return true;
    }
    if (this.#tool === IDLE) return false;
    this.#tool.cancel(this);
    this.#tool = IDLE;
    return true;
  }

  hover(pointer: Pointer): void {
    const hit = this.hit(pointer);
    const hover = hit.kind === 'node' ? hit.id : hit.kind === 'port' ? hit.port.node : undefined;
    const hot =
      hit.kind === 'wire' ? `${hit.wire.source}:${hit.wire.port}:${hit.wire.target}` : undefined;
    const state = this.scene.getState();
    const cursor = this.spaceHeld ? 'grab' : hit.kind === 'port' ? 'crosshair' : 'default';
    if (hover !== state.hover || hot !== state.hotWire || cursor !== state.cursor) {
      this.scene.setState({ hover, hotWire: hot, cursor });
      this.requestPaint();
    }
  }

  #scrollAtEdge(): void {
    if (this.#edgeTimer !== 0) return;
    const step = (): void => {
      this.#edgeTimer = 0;
      const pointer = this.#lastPointer;
      if (this.#tool.scrolls !== true || pointer === undefined) return;
      const dx = edge(pointer.at.x, this.#width);
      const dy = edge(pointer.at.y, this.#height);
      if (dx === 0 && dy === 0) return;
      this.panBy(dx * EDGE_STEP, dy * EDGE_STEP);
      const moved = { ...pointer, world: fromScreen(pointer.at, this.camera) };
      this.#lastPointer = moved;
      this.#tool = this.#tool.move(moved, this);
      this.#edgeTimer = requestAnimationFrame(step);
    };
    this.#edgeTimer = requestAnimationFrame(step);
  }

  // --- things dragged in from outside ------------------------------------------------------------

  /** Shows what a drop here would do; answers whether it could. */
  dragOver(client: Point, couldSplice: boolean): boolean {
    const file = this.fileAt(client);
    const at = this.#local(client);
    const wire =
      file === undefined || at === undefined || !couldSplice
        ? undefined
        : this.#wireAt(fromScreen(at, this.camera), 22 / this.camera.zoom);
    if (this.scene.getState().hotWire !== wire?.key) {
      this.scene.setState({ hotWire: wire?.key });
      this.requestPaint();
    }
    return file !== undefined;
  }

  /** The wire lit by `dragOver`, which a drop goes into. */
  takeHotWire(): WireRef | undefined {
    const key = this.scene.getState().hotWire;
    this.scene.setState({ hotWire: undefined });
    this.requestPaint();
    return key === undefined ? undefined : this.layout.wires.get(key);
  }

  // --- opening things --------------------------------------------------------------------------

  openEdit(): void {
    const { view } = this.editor;
    if (window.innerWidth >= 700) view.set({ rightOpen: true });
    if (view.state.right === 'live') return;
    if (view.state.right !== 'edit') view.set({ right: 'edit' });
  }

  quickAddAt(pointer: Pointer, from?: PortRef, onWire?: WireRef): void {
    const file = toFile(pointer.world);
    this.#openQuickAdd(file, pointer.client, from, onWire);
  }

  /** Adds the next step after a node's output; it stands to the right, its list at the port. */
  quickAddFrom(node: NodeId, port: number): void {
    const at = this.layout.port(node, true, port);
    if (at === undefined) return;
    const place = this.editing.placeAfter(node);
    this.#openQuickAdd(place, this.clientOf({ x: at.x + 16, y: at.y - 14 }), {
      node,
      port,
      output: true,
    });
  }

  quickAddInView(): void {
    const { nodes, focus } = this.selection.state;
    const beside = focus !== undefined && nodes.has(focus) ? focus : undefined;
    // Without a pointer there is no "here" but the selected node: it goes where a next step would.
    const file =
      this.#lastPointer === undefined && beside !== undefined
        ? this.editing.placeAfter(beside)
        : this.pasteAt();
    this.#openQuickAdd(file, this.clientOf(toWorld(file)));
  }

  #openQuickAdd(file: Point, client: Point, from?: PortRef, onWire?: WireRef): void {
    if (this.editing.isLocked() || this.#flow === '') return;
    this.editor.view.set({
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
        },
      },
    });
  }
}

function edge(at: number, size: number): -1 | 0 | 1 {
  if (at < EDGE_PX) return -1;
  return at > size - EDGE_PX ? 1 : 0;
}
