import { sharedDraft, type SharedDraft } from '../model/shared-draft';
import { ApiError, type AdminApi } from './admin-api';

/** A draft that the engine keeps, and what tells it from others. */
export interface KeptDraft {
  /** Undefined if it is of an editor that this one can't read. */
  readonly draft: SharedDraft | undefined;
  readonly tag: string;
}

const PATH = 'weir/draft';

/** What browsers still send of a page that is being left. */
const MOST_BYTES_AFTERWARDS = 60_000;

/** The engine's calls for what a user has edited and not deployed. */
export class DraftApi {
  constructor(private readonly api: Pick<AdminApi, 'request'>) {}

  /** The user's draft; undefined if there is none. */
  async read(): Promise<KeptDraft | undefined> {
    const answer = await this.api.request(PATH, { cache: 'no-store' });
    if (answer.status === 204) return undefined;
    const draft: unknown = await answer.json();
    return { draft: sharedDraft(draft), tag: answer.headers.get('ETag') ?? '' };
  }

  /**
   * Keeps a draft in the place of one. Answers what tells it from others; undefined if there is
   * another one by now than expected.
   *
   * @param expected the tag of the one that it replaces; undefined if there is to be none
   */
  async keep(draft: SharedDraft, expected: string | undefined): Promise<string | undefined> {
    const body = JSON.stringify(draft);
    const condition = expected === undefined ? { 'If-None-Match': '*' } : { 'If-Match': expected };
    try {
      const answer = await this.api.request(PATH, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json', ...condition },
        body,
        keepalive: body.length < MOST_BYTES_AFTERWARDS,
      });
      return answer.headers.get('ETag') ?? '';
    } catch (error) {
      if (error instanceof ApiError && error.status === 412) return undefined;
      throw error;
    }
  }

  /** Forgets the draft with a tag, if it still is that one. */
  async forget(tag: string): Promise<void> {
    try {
      await this.api.request(PATH, { method: 'DELETE', headers: { 'If-Match': tag } });
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 412)) throw error;
    }
  }
}
