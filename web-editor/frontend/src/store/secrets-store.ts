import { createStore, type StoreApi } from 'zustand/vanilla';
import type { NodeId } from '../model/flow-entry';

export type Secrets = Readonly<Record<string, string>>;

export interface SecretsState {
  /** Values typed here and not yet deployed. */
  readonly typed: ReadonlyMap<NodeId, Secrets>;
  /** What the engine says it has: texts by value, secrets as `has_<key>`. */
  readonly stored: ReadonlyMap<NodeId, Readonly<Record<string, unknown>>>;
}

/**
 * Passwords and the like. They stand apart from the document, because that is kept on the device
 * and goes through the clipboard; these only ever go to the engine with a deploy.
 */
export class SecretsStore {
  readonly store: StoreApi<SecretsState> = createStore(() => ({
    typed: new Map<NodeId, Secrets>(),
    stored: new Map<NodeId, Readonly<Record<string, unknown>>>(),
  }));

  get state(): SecretsState {
    return this.store.getState();
  }

  type(id: NodeId, key: string, value: string | undefined): void {
    const typed = new Map(this.state.typed);
    const values = { ...typed.get(id) };
    if (value === undefined) Reflect.deleteProperty(values, key);
    else values[key] = value;
    if (Object.keys(values).length === 0) typed.delete(id);
    else typed.set(id, values);
    this.store.setState({ typed });
  }

  setStored(id: NodeId, values: Readonly<Record<string, unknown>>): void {
    this.store.setState({ stored: new Map(this.state.stored).set(id, values) });
  }

  /** After a deploy the engine has what was sent. */
  sent(sent: ReadonlyMap<NodeId, Secrets>): void {
    const typed = new Map(this.state.typed);
    const stored = new Map(this.state.stored);
    for (const [id, values] of sent) {
      if (typed.get(id) === values) typed.delete(id);
      stored.delete(id);
    }
    this.store.setState({ typed, stored });
  }
}
