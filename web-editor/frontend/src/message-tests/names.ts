import { t } from '../i18n/t';
import { textOf } from '../model/flow-entry';
import type { RecordingScope } from '../model/recording-scope';
import type { Editing } from '../store/editing';
import type { Editor } from '../store/editor';

interface Context {
  readonly editor: Editor;
  readonly editing: Editing;
}

/** What people call a node of a test; inside a subflow after the instances around it. */
export function nodeName({ editing }: Context, node: string): string {
  return node
    .split('/')
    .map((id) => editing.label(id))
    .join(' › ');
}

/** What is recorded, in words. */
export function scopeName({ editor, editing }: Context, scope: RecordingScope): string {
  const { kind, of } = scope;
  const n = scope.nodes?.length ?? 0;
  const name = of === undefined ? '' : editing.label(of);
  switch (kind) {
    case 'nodes':
      return of === undefined ? t('record.nodes', { n }) : t('record.node', { name });
    case 'group': {
      const group = editor.documents.document.get(of ?? '');
      const own = group === undefined ? '' : textOf(group, 'name').trim();
      return own === '' ? t('record.unnamedGroup', { n }) : t('record.group', { name: own, n });
    }
    case 'flow':
      return t('record.flow', { name });
    case 'after':
      return t('record.after', { name, n });
  }
}
