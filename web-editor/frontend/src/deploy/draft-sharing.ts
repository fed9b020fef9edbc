import { t } from '../i18n/t';
import { editsBetween, fitting, type SharedDraft } from '../model/shared-draft';
import type { DraftApi, KeptDraft } from '../transport/draft-api';
import { ApiError } from '../transport/admin-api';
import type { Editor } from '../store/editor';
import type { OfferedDraft } from '../store/view-store';

type Stores = Pick<Editor, 'documents' | 'runtime' | 'session' | 'view'>;

/** Once nothing was edited for so long. */
const SHARE_AFTER_MS = 2_000;

/** What the engine is asked for, and who asks. */
export interface SharingParts {
  readonly api: Pick<DraftApi, 'read' | 'keep' | 'forget'>;
  readonly stores: Stores;
  readonly device: SharedDraft['device'];
  /** Whether the edits of this device are on it. */
  readonly isKeptHere: boolean;
  /** Where it is remembered which draft the user has left where it is. */
  readonly place: Pick<Storage, 'getItem' | 'setItem'> | undefined;
}

const LEFT = 'weir.draft.left';

/**
 * Has the engine keep what is edited here, so that the user can go on with it at another device, and
 * offers what another device has left there. What one device has edited never replaces what another
 * has unless the user has decided about it.
 */
export class DraftSharing {
  /** What tells the engine's draft, if it is ours or the user has decided about it. */
  #tag: string | undefined;
  /** Whether that one may be forgotten once nothing is edited here any more. */
  #isOurs = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last: Promise<void> = Promise.resolve();
  /** Whether the engine has refused to hear of it until somebody logs in. */
  #isPaused = false;
  #hasLooked = false;

  constructor(private readonly parts: SharingParts) {}

  /** Shares from now on, once there is a connection. */
  start(): void {
    const { documents } = this.parts.stores;
    documents.store.subscribe((now, before) => {
      if (now.document === before.document && now.base === before.base) return;
      this.#shared(false);
      this.#later();
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' && this.#timer !== undefined) void this.share();
    });
    void this.share();
  }

  /** There is a connection, after a time without one or without a login. */
  resume(): Promise<void> {
    this.#isPaused = false;
    return this.share();
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.share(), SHARE_AFTER_MS);
  }

  /** Sends what is edited now, unless the user has to decide about another draft first. */
  share(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // One after the other: each needs to know what the one before has left.
    const turn = this.#last.then(() => this.#trying(() => this.#share()));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #share(): Promise<void> {
    const { api, device, stores } = this.parts;
    const isReached = stores.runtime.state.connection.state === 'connected';
    if (this.#isPaused || !isReached || !stores.session.may('flows.write')) return;
    if (!this.#hasLooked) await this.#look();
    if (this.#awaitsDecision()) return;
    const { base, document, changed } = stores.documents.state;
    if (changed.size === 0) {
      await this.#forget();
      return;
    }
    const edits = editsBetween(base, document, changed);
    const tag = await api.keep({ version: 1, device, at: Date.now(), edits }, this.#tag);
    if (tag === undefined) {
      // Another device has put its own there.
      await this.#look();
      if (!this.#awaitsDecision()) this.#later();
      return;
    }
    this.#tag = tag;
    this.#isOurs = true;
    this.#shared(stores.documents.state.document === document);
  }

  #awaitsDecision(): boolean {
    return this.parts.stores.view.state.offered !== undefined;
  }

  async #forget(): Promise<void> {
    if (!this.#isOurs || this.#tag === undefined) return;
    await this.parts.api.forget(this.#tag);
    this.#tag = undefined;
    this.#isOurs = false;
  }

  /** Looks what draft the engine has. */
  async #look(): Promise<void> {
    const kept = await this.parts.api.read();
    this.#hasLooked = true;
    this.#tag = undefined;
    this.#isOurs = false;
    if (kept !== undefined) this.#found(kept);
  }

  #found({ draft, tag }: KeptDraft): void {
    const { device, isKeptHere, stores } = this.parts;
    const isOurs = draft?.device.id === device.id && isKeptHere;
    if (draft !== undefined && !isOurs && tag !== this.#left()) {
      const { changes, unfit } = fitting(draft.edits, stores.documents.document);
      if (changes.length > 0) {
        stores.view.set({ offered: { draft, tag } });
        stores.view.announce(t('draft.offer', { device: draft.device.name }));
        return;
      }
      // All of it is here already.
      this.#isOurs = unfit === 0;
    }
    this.#tag = tag;
    this.#isOurs ||= isOurs;
  }

  #left(): string | null {
    try {
      return this.parts.place?.getItem(LEFT) ?? null;
    } catch {
      return null;
    }
  }

  /** Takes over what another device has edited, as one edit of this one. */
  take(): void {
    const { documents, view } = this.parts.stores;
    const { offered } = view.state;
    if (offered === undefined) return;
    const { draft } = offered;
    const { changes, unfit } = fitting(draft.edits, documents.document);
    this.#decided(offered, true);
    const device = draft.device.name;
    documents.edit({ key: 'edit.takeDraft', values: { device } }, changes);
    const taken = t('draft.taken', { n: changes.length, device });
    view.announce(unfit === 0 ? taken : `${taken} ${t('draft.unfit', { n: unfit })}`);
  }

  /** Leaves it where it is; what is edited here takes its place at the engine. */
  leave(): void {
    const { offered } = this.parts.stores.view.state;
    if (offered === undefined) return;
    this.#decided(offered, false);
    try {
      this.parts.place?.setItem(LEFT, offered.tag);
    } catch {
      // Where nothing can be kept it is offered again after a reload.
    }
  }

  #decided({ tag }: OfferedDraft, isOurs: boolean): void {
    this.#tag = tag;
    this.#isOurs = isOurs;
    this.parts.stores.view.set({ offered: undefined });
    this.#later();
  }

  #shared(isShared: boolean): void {
    const { view } = this.parts.stores;
    if (view.state.shared !== isShared) view.set({ shared: isShared });
  }

  /** What fails is tried again with the next edit or connection: the device has it anyway. */
  async #trying(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 401 || error.status === 403) this.#isPaused = true;
    }
  }
}
