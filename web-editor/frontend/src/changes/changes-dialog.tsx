import { Minus, Move, Pencil, Plus } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import type { DeployForecast } from '../model/deploy-forecast';
import { differencesOf, type Difference, type DifferenceKind } from '../model/differences';
import { classOf, type NodeId } from '../model/flow-entry';
import { labelOf } from '../model/node-types';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { Dialog } from '../ui/dialog';
import { useParts } from '../ui/editor-context';
import styles from './changes.module.css';
import { changesInWords } from './words';

const SIGNS = { added: Plus, removed: Minus, changed: Pencil, moved: Move } as const;

/** What a deploy would change, each with the way back, and what it would do to what runs. */
export default function ChangesDialog() {
  const { editor, editing, problems } = useParts();
  const { base, document, changed } = useStore(editor.documents.store);
  const typed = useStore(editor.secrets.store, (s) => s.typed);
  const errors = useStore(problems, (s) => s.all.filter((p) => p.severity === 'error').length);
  const runs = useStore(editor.runtime.store, (s) => s.deploy.state === 'running');
  const lost = useStore(editor.runtime.store, (s) => s.connection.state === 'lost');
  const may = editor.session.may('flows.write');
  const flows = useMemo(
    () => differencesOf(base, document, new Set([...changed, ...typed.keys()])),
    [base, document, changed, typed],
  );
  const close = (): void => editor.view.set({ open: undefined });
  const label = (id: NodeId): string => {
    const entry = document.get(id) ?? base.get(id);
    return entry === undefined ? id : labelOf(entry, editing.typeOf(entry));
  };
  return (
    <Dialog
      title={t('changes.title')}
      onClose={close}
      footer={
        <>
          {editor.engine.has('check') ? <Forecast /> : null}
          <button type="button" className={cx(controls['button'])} onClick={close}>
            {t('changes.close')}
          </button>
          <button
            type="button"
            className={cx(controls['button'], controls['primary'])}
            disabled={flows.length === 0 || runs || lost || !may}
            onClick={() => {
              close();
              void editor.engine.deploy('nodes');
            }}
          >
            {t('changes.deploy')}
          </button>
        </>
      }
    >
      {errors === 0 ? null : (
        <p className={cx(styles['errors'])}>
          <span>{t('changes.errors', { n: errors })}</span>
          <button
            type="button"
            className={cx(controls['button'])}
            onClick={() => editor.view.set({ open: { kind: 'problems' } })}
          >
            {t('changes.problems')}
          </button>
        </p>
      )}
      {flows.length === 0 ? <p>{t('changes.none')}</p> : null}
      {flows.map(({ flow, differences }) => {
        const name = flow === undefined ? t('changes.shared') : label(flow.id);
        return (
          <section key={flow?.id ?? ''} aria-label={name} className={cx(styles['flow'])}>
            <h3>{name}</h3>
            <ul>
              {differences.map((difference) => (
                <Row
                  key={difference.id}
                  difference={difference}
                  name={label(difference.id)}
                  label={label}
                  hasSecret={typed.has(difference.id)}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </Dialog>
  );
}

function Row(props: {
  readonly difference: Difference;
  readonly name: string;
  readonly label: (id: NodeId) => string;
  readonly hasSecret: boolean;
}) {
  const { editor, editing, core } = useParts();
  const { difference, name, label, hasSecret } = props;
  const { id, kind, after, before } = difference;
  const Sign = SIGNS[kind];
  const entry = after ?? before;
  const lines = [
    ...changesInWords(difference, entry === undefined ? undefined : editing.typeOf(entry), label),
    ...(hasSecret ? [t('changes.secret')] : []),
  ];
  const isOnlySecret = useStore(editor.documents.store, (s) => !s.changed.has(id));
  const go = (): void => {
    if (after === undefined) return;
    editor.view.set({ open: undefined, rightOpen: true, right: 'edit' });
    if (classOf(after) === 'config') editor.selection.showConfig(id);
    else if (classOf(after) === 'node' || classOf(after) === 'group') core.show(after);
    else editor.selection.openFlow(id);
  };
  return (
    <li className={cx(styles['row'], styles[kind])}>
      <Sign size={14} role="img" aria-label={kindOf(kind)} />
      <div>
        {after === undefined ? (
          <s>{name}</s>
        ) : (
          <button type="button" className={cx(styles['name'])} onClick={go}>
            {name}
          </button>
        )}
        {lines.map((line, i) => (
          <span key={i}>{line}</span>
        ))}
      </div>
      {isOnlySecret ? null : (
        <button
          type="button"
          className={cx(controls['button'])}
          aria-label={t('changes.revertOf', { name })}
          onClick={(event) => {
            // The row goes, and with it what has the focus.
            event.currentTarget.closest('dialog')?.focus();
            editing.reverting.revert(id, name);
          }}
        >
          {t('changes.revert')}
        </button>
      )}
    </li>
  );
}

function kindOf(kind: DifferenceKind): string {
  return t(`changes.${kind}`);
}

/** What a deploy would do to what runs, as the engine says. */
function Forecast() {
  const { editor } = useParts();
  const document = useStore(editor.documents.store, (s) => s.document);
  const [forecast, setForecast] = useState<DeployForecast>();
  useEffect(() => {
    let isOver = false;
    editor.engine.forecast().then(
      (next) => {
        if (!isOver) setForecast(next);
      },
      // Without it the list still says what changes.
      () => setForecast(undefined),
    );
    return () => {
      isOver = true;
    };
  }, [editor, document]);
  return (
    <span role="status" className={cx(styles['forecast'])}>
      {forecast === undefined ? '' : inWords(forecast)}
    </span>
  );
}

function inWords({ restarts, starts, ends, goOn }: DeployForecast): string {
  if (restarts + starts + ends + goOn === 0) return '';
  const parts = [
    restarts === 0 ? '' : t('changes.restarts', { n: restarts }),
    starts === 0 ? '' : t('changes.starts', { n: starts }),
    ends === 0 ? '' : t('changes.stops', { n: ends }),
  ].filter((part) => part !== '');
  return [
    ...(parts.length === 0 ? [t('changes.noRestart')] : parts),
    ...(goOn === 0 ? [] : [t('changes.goOn', { n: goOn })]),
  ].join(' · ');
}
