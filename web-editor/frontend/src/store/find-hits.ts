import { find, type Hit } from '../model/find';
import { problemsIn } from '../model/problems';
import type { Editor } from './editor';

/** What the search that is set finds in the flows as they are edited. */
export function findHits(editor: Editor): readonly Hit[] {
  const { find: query } = editor.view.state;
  if (query.trim() === '') return [];
  const { document, changed } = editor.documents.state;
  const { types } = editor.types.getState();
  const problems = [...problemsIn(document, types), ...editor.runtime.state.reported];
  const faulty = new Set(problems.map((problem) => problem.nodeId));
  return find(query, { document, types, changed, faulty });
}
