import { createStore, type StoreApi } from 'zustand/vanilla';
import type { NodeId } from '../model/flow-entry';
import type { LitPath } from '../model/lit-path';
import type { Point, Rect } from './geometry';

export interface PortRef {
  readonly node: NodeId;
  readonly port: number;
  readonly output: boolean;
}

/** Wiring by keyboard: an output is chosen, then a target among those that fit. */
export interface WireMode {
  readonly source: NodeId;
  readonly port: number;
  readonly typed: string;
  readonly targets: readonly NodeId[];
  readonly at: number;
}

/** What the canvas shows for the moment; nothing of it is kept. */
export interface SceneState {
  readonly visible: readonly NodeId[];
  readonly zoom: number;
  readonly hover: NodeId | undefined;
  readonly hotWire: string | undefined;
  /** The group that what is dragged would come to stand in. */
  readonly dropGroup: NodeId | undefined;
  /** In screen px. */
  readonly lasso: Rect | undefined;
  readonly wiring:
    { readonly from: PortRef; readonly to: Point; readonly target?: NodeId } | undefined;
  readonly hint: { readonly at: Point; readonly text: string } | undefined;
  readonly dragging: boolean;
  readonly cursor: string;
  readonly wireMode: WireMode | undefined;
  readonly nothingInView: boolean;
  /** Where a message went on this flow; the rest is dimmed. */
  readonly lit: LitPath | undefined;
  /** Grows when boxes have changed, for what is placed by them. */
  readonly layoutVersion: number;
}

export type SceneStore = StoreApi<SceneState>;

export function createSceneStore(): SceneStore {
  return createStore<SceneState>(() => ({
    visible: [],
    zoom: 1,
    hover: undefined,
    hotWire: undefined,
    dropGroup: undefined,
    lasso: undefined,
    wiring: undefined,
    hint: undefined,
    dragging: false,
    cursor: 'default',
    wireMode: undefined,
    nothingInView: false,
    lit: undefined,
    layoutVersion: 0,
  }));
}
