import { CircleAlert, FileJson } from 'lucide-react';
import { useId, useMemo, useRef, useState, type ReactNode } from 'react';
import { t, type MessageKey } from '../i18n/t';
import { readFlowText, type TextFault } from '../model/flow-text';
import { importPlan, type ImportPlan, type ImportedBroker } from '../model/import-plan';
import type { FlowEntry, NodeId } from '../model/flow-entry';
import { labelOf } from '../model/node-types';
import type { ImportChoice } from '../store/importing';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { Dialog } from '../ui/dialog';
import { useDocument, useParts, useTypes } from '../ui/editor-context';
import { Choice } from './choice';
import styles from './exchange.module.css';
import { readFile } from './read-file';

const MOST_NAMES = 8;

/** Flows from elsewhere: what comes, what is to be known of it, and how it is to be brought in. */
export default function ImportDialog({ text: given }: { readonly text: string }) {
  const { editor, editing, core } = useParts();
  const document = useDocument();
  const types = useTypes();
  const [text, setText] = useState(given);
  const [refusal, setRefusal] = useState<string>();
  const [known, setKnown] = useState<ImportChoice['known']>('copy');
  const [onto, setOnto] = useState<ImportChoice['onto']>('flow');
  const [asked, setAsked] = useState<ReadonlyMap<NodeId, boolean>>(new Map());
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const id = useId();
  const read = useMemo(() => readFlowText(text), [text]);
  const plan = useMemo(
    () =>
      'fault' in read
        ? undefined
        : importPlan(read.entries, document, types, editor.engine.mqttPort()),
    [read, document, types, editor],
  );
  const close = (): void => editor.view.set({ open: undefined });
  // Copies use the shared settings that are here.
  const brokers = (plan?.brokers ?? []).filter(
    ({ entry }) => known === 'replace' || !document.has(entry.id),
  );
  const isOwn = (broker: ImportedBroker): boolean => asked.get(broker.entry.id) ?? broker.isLocal;
  const bringIn = (): void => {
    if ('fault' in read || plan === undefined) return;
    const ownBroker = new Set(brokers.filter(isOwn).map((broker) => broker.entry.id));
    const choice = { known, onto, ownBroker };
    const why = editing.importing.bringIn(read.entries, choice, core.pasteAt());
    if (why === undefined) {
      close();
      core.fit(editor.selection.state.nodes.size > 0 ? editor.selection.current() : undefined);
    } else {
      setRefusal(t(why));
    }
  };
  const change = (next: string): void => {
    setText(next);
    setRefusal(undefined);
  };
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const content = await readFile(file);
    if ('refusal' in content) setRefusal(content.refusal);
    else change(content.text);
  };
  return (
    <Dialog
      title={t('import.title')}
      focusRef={area}
      onClose={close}
      footer={
        <>
          <button type="button" className={cx(controls['button'])} onClick={close}>
            {t('import.cancel')}
          </button>
          <button
            type="submit"
            form={`${id}form`}
            className={cx(controls['button'], controls['primary'])}
            disabled={plan === undefined}
          >
            {t('import.do')}
          </button>
        </>
      }
    >
      <form
        id={`${id}form`}
        className={cx(styles['form'])}
        onSubmit={(event) => {
          event.preventDefault();
          bringIn();
        }}
      >
        <div className={cx(styles['head'])}>
          <label htmlFor={id}>{t('import.text')}</label>
          <button
            type="button"
            className={cx(controls['button'])}
            onClick={() => picker.current?.click()}
          >
            <FileJson size={14} aria-hidden />
            {t('import.file')}
          </button>
          <input
            ref={picker}
            type="file"
            accept=".json,application/json,text/plain"
            hidden
            aria-label={t('import.file')}
            onChange={(event) => void take(event.target.files?.[0])}
          />
        </div>
        <textarea
          ref={area}
          id={id}
          className={cx(styles['text'])}
          rows={plan === undefined ? 12 : 6}
          spellCheck={false}
          autoComplete="off"
          placeholder={t('import.placeholder')}
          aria-invalid={'fault' in read && read.fault !== 'empty'}
          aria-describedby={`${id}says`}
          value={text}
          onChange={(event) => change(event.target.value)}
        />
        <div id={`${id}says`} aria-live="polite">
          {refusal === undefined ? null : <Fault text={refusal} />}
          {'fault' in read ? <TextFaultLine fault={read} area={area.current} /> : null}
          {'fault' in read
            ? null
            : read.repairs.map((repair) => (
                <p key={repair} className={cx(styles['note'])}>
                  {t(`import.${repair}`)}
                </p>
              ))}
        </div>
        {plan === undefined ? null : <WhatComes plan={plan} />}
        {plan === undefined || plan.present.length === 0 ? null : (
          <Choice
            legend={t('import.known', { n: plan.present.length })}
            value={known}
            options={[
              ['copy', t('import.copy')],
              ['replace', t('import.replace')],
            ]}
            onChange={setKnown}
          />
        )}
        {plan?.isLoose[known] === true ? (
          <Choice
            legend={t('import.where')}
            value={onto}
            options={[
              ['flow', t('import.here')],
              ['new', t('import.asNew')],
            ]}
            onChange={setOnto}
          />
        ) : null}
        {brokers.length === 0 ? null : (
          <fieldset>
            <legend>{t('import.brokers')}</legend>
            {brokers.map((broker) => (
              <label key={broker.entry.id} className={cx(styles['choice'])}>
                <input
                  type="checkbox"
                  checked={isOwn(broker)}
                  onChange={(event) =>
                    setAsked(new Map(asked).set(broker.entry.id, event.target.checked))
                  }
                />
                {t('import.ownBroker', {
                  name: nameOf(broker.entry),
                  address: broker.address,
                })}
              </label>
            ))}
          </fieldset>
        )}
      </form>
    </Dialog>
  );
}

function WhatComes({ plan }: { readonly plan: ImportPlan }) {
  const { counts } = plan;
  const parts: readonly (readonly [MessageKey, number])[] = [
    ['import.tabs', counts.tab],
    ['import.subflows', counts.subflow],
    ['import.groups', counts.group],
    ['import.nodes', counts.node],
    ['import.configs', counts.config],
  ];
  const texts = parts.filter(([, n]) => n > 0).map(([key, n]) => t(key, { n }));
  return (
    <section aria-label={t('import.what')} className={cx(styles['what'])}>
      <p>{new Intl.ListFormat('en').format(texts)}</p>
      {plan.unknown.length === 0 ? null : (
        <p className={cx(styles['warning'])}>
          {t('import.unknown', { types: shortened(plan.unknown) })}
        </p>
      )}
      {plan.secrets.length === 0 ? null : (
        <p className={cx(styles['note'])}>
          {t('import.secrets', { names: shortened(plan.secrets.map(nameOf)) })}
        </p>
      )}
    </section>
  );
}

function TextFaultLine(props: {
  readonly fault: TextFault;
  readonly area: HTMLTextAreaElement | null;
}) {
  const { fault, at, element } = props.fault;
  const { area } = props;
  if (fault === 'empty') return <p className={cx(styles['note'])}>{t('import.empty')}</p>;
  const text =
    fault === 'json' && at !== undefined
      ? t('import.jsonAt', { line: at.line, column: at.column })
      : t(`import.${fault}`, element === undefined ? {} : { element });
  return (
    <Fault text={text}>
      {at === undefined || area === null ? null : (
        <button
          type="button"
          className={cx(controls['button'], controls['quiet'])}
          onClick={() => {
            area.focus();
            area.setSelectionRange(at.offset, Math.min(at.offset + 1, area.value.length));
            area.scrollTop = area.scrollHeight * (at.offset / Math.max(1, area.value.length));
          }}
        >
          {t('import.show')}
        </button>
      )}
    </Fault>
  );
}

function Fault({ text, children }: { readonly text: string; readonly children?: ReactNode }) {
  return (
    <p className={cx(styles['fault'])}>
      <CircleAlert size={14} aria-hidden />
      <span>{text}</span>
      {children}
    </p>
  );
}

function nameOf(entry: FlowEntry): string {
  return labelOf(entry, undefined);
}

function shortened(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES);
  return new Intl.ListFormat('en').format(names.length > MOST_NAMES ? [...shown, '…'] : shown);
}
