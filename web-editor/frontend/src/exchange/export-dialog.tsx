import { useId, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import { exportFileName, exportOf, exportText, type ExportScope } from '../model/exports';
import { nodesAmong } from '../model/groups';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { Dialog } from '../ui/dialog';
import { useDocument, useParts } from '../ui/editor-context';
import { Choice } from './choice';
import styles from './exchange.module.css';

/** Flows as a text or a file, for other editors, forums and safekeeping. */
export default function ExportDialog() {
  const { editor, editing } = useParts();
  const document = useDocument();
  const { flow, nodes } = useStore(editor.selection.store);
  const selected = nodesAmong(document, nodes);
  const [kind, setKind] = useState<ExportScope['kind']>(selected.length > 0 ? 'selected' : 'flow');
  const [form, setForm] = useState<'compact' | 'readable'>('compact');
  const id = useId();
  const close = (): void => editor.view.set({ open: undefined });
  const scope: ExportScope =
    kind === 'selected' ? { kind, ids: [...nodes] } : kind === 'flow' ? { kind, flow } : { kind };
  const text = exportText(exportOf(document, scope), form === 'readable');
  const copy = (): void => {
    void navigator.clipboard
      .writeText(text)
      .then(() => editor.view.announce(t('say.copiedText')))
      .then(close)
      // Without permission the text is selected, for the keys of the system.
      .catch(() =>
        globalThis.document.querySelector<HTMLTextAreaElement>(`#${CSS.escape(id)}`)?.select(),
      );
  };
  const choices: readonly (readonly [ExportScope['kind'], string])[] = [
    ...(selected.length > 0
      ? ([['selected', t('export.selected', { n: selected.length })]] as const)
      : []),
    ['flow', t('export.flow', { name: editing.label(flow) })],
    ['all', t('export.all')],
  ];
  return (
    <Dialog
      title={t('export.title')}
      onClose={close}
      footer={
        <>
          <button type="button" className={cx(controls['button'])} onClick={close}>
            {t('export.close')}
          </button>
          <button
            type="button"
            className={cx(controls['button'])}
            onClick={() => save(text, exportFileName(document, scope))}
          >
            {t('export.save')}
          </button>
          <button
            type="button"
            className={cx(controls['button'], controls['primary'])}
            onClick={copy}
          >
            {t('export.copy')}
          </button>
        </>
      }
    >
      <div className={cx(styles['form'])}>
        <Choice legend={t('export.what')} value={kind} options={choices} onChange={setKind} />
        <Choice
          legend={t('export.form')}
          value={form}
          options={[
            ['compact', t('export.compact')],
            ['readable', t('export.readable')],
          ]}
          onChange={setForm}
        />
        <label htmlFor={id}>{t('export.text')}</label>
        <textarea
          id={id}
          className={cx(styles['text'])}
          rows={8}
          readOnly
          spellCheck={false}
          value={text}
          onFocus={(event) => event.target.select()}
        />
        <p className={cx(styles['note'])}>{t('export.note')}</p>
      </div>
    </Dialog>
  );
}

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = globalThis.document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
