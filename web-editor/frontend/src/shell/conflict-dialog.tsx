import { useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import type { FlowEntry, NodeId } from '../model/flow-entry';
import type { Clash, Side } from '../model/merge';
import { labelOf } from '../model/node-types';
import { plainText } from '../model/plain-text';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { Dialog } from '../ui/dialog';
import { useParts } from '../ui/editor-context';
import styles from './shell.module.css';

/** Someone else has deployed other changes of what is edited here. One says whose stay. */
export function ConflictDialog() {
  const { editor } = useParts();
  const conflict = useStore(editor.runtime.store, (s) => s.conflict);
  const [sides, setSides] = useState<ReadonlyMap<NodeId, Side>>(new Map());
  const close = (): void => editor.view.set({ open: undefined });
  if (conflict === undefined) return null;
  const { clashes } = conflict;
  const choose = (ids: readonly NodeId[], side: Side): void => {
    const next = new Map(sides);
    for (const id of ids) next.set(id, side);
    setSides(next);
  };
  const all = (side: Side): void =>
    choose(
      clashes.map((clash) => clash.id),
      side,
    );
  return (
    <Dialog
      title={t('conflict.title')}
      onClose={close}
      footer={
        <>
          <button type="button" className={cx(controls['button'])} onClick={close}>
            {t('conflict.later')}
          </button>
          <button
            type="button"
            className={cx(controls['button'], controls['danger'])}
            onClick={() => {
              close();
              void editor.engine.reload();
            }}
          >
            {t('conflict.reload')}
          </button>
          <button
            type="button"
            className={cx(controls['button'], controls['primary'])}
            disabled={!clashes.every((clash) => sides.has(clash.id))}
            onClick={() => {
              close();
              editor.engine.decide(sides);
            }}
          >
            {t('conflict.decide')}
          </button>
        </>
      }
    >
      <p>{t('conflict.text', { n: clashes.length })}</p>
      {clashes.length < 2 ? null : (
        <div className={cx(styles['clashSides'])}>
          {(['mine', 'theirs'] as const).map((side) => (
            <button
              key={side}
              type="button"
              className={cx(controls['button'])}
              onClick={() => all(side)}
            >
              {t(side === 'mine' ? 'conflict.allMine' : 'conflict.allTheirs')}
            </button>
          ))}
        </div>
      )}
      {clashes.map((clash) => (
        <ClashRow
          key={clash.id}
          clash={clash}
          side={sides.get(clash.id)}
          onChoose={(side) => choose([clash.id], side)}
        />
      ))}
    </Dialog>
  );
}

function ClashRow(props: {
  readonly clash: Clash;
  readonly side: Side | undefined;
  readonly onChoose: (side: Side) => void;
}) {
  const { editing } = useParts();
  const { id, mine, theirs } = props.clash;
  const entry = mine ?? theirs;
  const name = entry === undefined ? id : labelOf(entry, editing.typeOf(entry));
  return (
    <fieldset className={cx(styles['clash'])}>
      <legend>{name}</legend>
      {(['mine', 'theirs'] as const).map((side) => (
        <label key={side}>
          <input
            type="radio"
            name={`clash ${id}`}
            checked={props.side === side}
            onChange={() => props.onChoose(side)}
          />
          <b>{t(side === 'mine' ? 'conflict.mine' : 'conflict.theirs')}</b>
          <Look clash={props.clash} of={side === 'mine' ? mine : theirs} />
        </label>
      ))}
    </fieldset>
  );
}

const MOST_CHARS = 200;

/** What of an entry clashes, as it is on one side. */
function Look({ clash, of }: { readonly clash: Clash; readonly of: FlowEntry | undefined }) {
  const { editing } = useParts();
  if (of === undefined) return <span>{t('conflict.deleted')}</span>;
  if (clash.keys.length === 0) return <span>{t('conflict.changed')}</span>;
  const properties = editing.typeOf(of)?.properties ?? [];
  const texts = clash.keys.map((key) => {
    const what = properties.find((property) => property.key === key)?.label ?? key;
    const value = of[key] === undefined ? t('conflict.none') : plainText(of[key]);
    const shown = value.length > MOST_CHARS ? `${value.slice(0, MOST_CHARS)}…` : value;
    return t('conflict.value', { what, value: shown });
  });
  return <span>{texts.join('\n')}</span>;
}
