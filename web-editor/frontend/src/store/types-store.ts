import { createStore, type StoreApi } from 'zustand/vanilla';
import { NodeTypes } from '../model/node-types';

export interface TypesState {
  readonly types: NodeTypes;
  readonly state: 'loading' | 'ready' | 'failed';
}

export type TypesStore = StoreApi<TypesState>;

export function createTypesStore(): TypesStore {
  return createStore<TypesState>(() => ({ types: NodeTypes.NONE, state: 'loading' }));
}
