import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import { summarise } from '../model/summary';
import type { QuickAddAt } from '../store/view-store';
import { focusForm } from '../commands/focus-form';
import { useDocument, useParts, useTypes } from '../ui/editor-context';
import { NodeIcon } from '../ui/node-icon';
import { PickList } from '../ui/pick-list';
import { offeredTypes } from './offered-types';
import { suggestions, type Suggestion } from './rank';
import { recentTypes, rememberType } from './recent';
import { cx } from '../ui/cx';
import styles from './palette.module.css';

const WIDTH = 380;
const HEIGHT = 400;

/** The list that adds a node at a place, a port or a wire. */
export function QuickAdd({ at }: { readonly at: QuickAddAt }) {
  const { editor, editing, core } = useParts();
  const document = useDocument();
  const types = useTypes();
  const flow = useStore(editor.selection.store, (s) => s.flow);
  const [text, setText] = useState('');
  const [from, setFrom] = useState(at);
  const found = useMemo(
    () =>
      suggestions(
        offeredTypes(types, document, flow),
        text,
        {
          needsInput: from.from?.output === true || from.onWire !== undefined,
          needsOutput: from.from?.output === false || from.onWire !== undefined,
        },
        recentTypes(),
      ),
    [types, document, flow, text, from],
  );
  const close = (): void => editor.view.set({ open: undefined });

  const pick = (key: string, keepOpen: boolean): void => {
    const suggestion = found.find((s) => s.type.type === key);
    if (suggestion === undefined) return;
    const id = editing.addNode({
      type: suggestion.type,
      at: { x: from.x, y: from.y },
      ...(suggestion.values === undefined ? {} : { values: suggestion.values }),
      ...(from.from === undefined ? {} : { from: from.from }),
      ...(from.onWire === undefined ? {} : { onWire: from.onWire }),
      ...(from.group === undefined ? {} : { group: from.group }),
    });
    rememberType(suggestion.type.type);
    if (id === undefined) return;
    core.reveal(id);
    if (keepOpen) {
      // The next one goes on from the one just added.
      const hasOutput = (core.layout.faces.get(id)?.outputs ?? 0) > 0;
      const place = editing.placeAfter(id);
      setText('');
      setFrom({
        ...at,
        ...place,
        ...(hasOutput ? { from: { node: id, port: 0, output: true } } : {}),
      });
      return;
    }
    close();
    core.openEdit();
    // Without values one goes on to the form; a phrase has said all there is to say.
    requestAnimationFrame(() => {
      if (suggestion.values === undefined && hasFields(suggestion)) focusForm();
      else core.focusCard(id);
    });
  };

  const left = Math.max(8, Math.min(at.clientX, window.innerWidth - WIDTH - 8));
  const top = Math.max(8, Math.min(at.clientY, window.innerHeight - HEIGHT));
  return (
    <div className={cx(styles['quick'])} style={{ left, top, inlineSize: WIDTH }}>
      <PickList
        label={title(from, (id) => editing.label(id))}
        placeholder={t('quick.placeholder')}
        empty={t('quick.none')}
        text={text}
        items={found.map(({ type, values }) => ({
          id: type.type,
          icon: <NodeIcon type={type.type} kind={type.kind} small />,
          label: type.label,
          detail:
            values !== undefined && type.summary !== undefined
              ? summarise(type.summary, values, type.properties, () => '')
              : type.purpose,
        }))}
        onText={setText}
        onPick={pick}
        onClose={close}
      />
    </div>
  );
}

function hasFields({ type }: Suggestion): boolean {
  return type.properties.length > 0;
}

function title(at: QuickAddAt, label: (id: string) => string): string {
  if (at.onWire !== undefined) return t('quick.insert');
  return at.from === undefined ? t('quick.title') : t('quick.after', { name: label(at.from.node) });
}
