import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { CommandContext } from '../commands/command';
import type { FlowDocument } from '../model/flow-document';
import type { FlowEntry, NodeId } from '../model/flow-entry';
import type { NodeTypes } from '../model/node-types';
import type { ProblemsState } from '../store/problems-store';
import type { StoreApi } from 'zustand/vanilla';

/** What every part of the page is given by `main`. */
export interface Parts extends CommandContext {
  readonly problems: StoreApi<ProblemsState>;
}

const PartsContext = createContext<Parts | undefined>(undefined);

export const PartsProvider = PartsContext.Provider;

export function useParts(): Parts {
  const parts = useContext(PartsContext);
  if (parts === undefined) throw new Error('A part of the page is used outside of PartsProvider');
  return parts;
}

export function useDocument(): FlowDocument {
  return useStore(useParts().editor.documents.store, (s) => s.document);
}

export function useEntry(id: NodeId | undefined): FlowEntry | undefined {
  return useStore(useParts().editor.documents.store, (s) =>
    id === undefined ? undefined : s.document.get(id),
  );
}

export function useTypes(): NodeTypes {
  return useStore(useParts().editor.types, (s) => s.types);
}
