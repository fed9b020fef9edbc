import { ArrowLeft, ChevronRight } from 'lucide-react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import { isDisabled, type FlowEntry } from '../model/flow-entry';
import { isGroup } from '../model/groups';
import { labelOf } from '../model/node-types';
import { isPort } from '../model/subflow-ports';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useDocument, useParts, useTypes } from '../ui/editor-context';
import { IconButton } from '../ui/icon-button';
import { NodeIcon } from '../ui/node-icon';
import { EntryForm } from './entry-form';
import { FlowForm } from './flow-form';
import { GroupForm } from './group-form';
import { PortForm } from './port-form';
import styles from './inspector.module.css';

/** Keys that the canvas shows already. */
const PLACED = new Set(['id', 'type', 'x', 'y', 'z', 'wires']);

/** The form of what is selected; of the flow when nothing is. */
export function EditPanel() {
  const { editor } = useParts();
  const document = useDocument();
  const { nodes, wires, pages, flow } = useStore(editor.selection.store);
  const page = document.get(pages.at(-1) ?? '');
  if (page !== undefined) {
    const behind = document.get(pages.at(-2) ?? [...nodes][0] ?? '');
    return (
      <>
        <Crumbs behind={behind} />
        <AnyForm key={page.id} entry={page} />
      </>
    );
  }
  if (nodes.size > 1) return <ManyForm ids={[...nodes]} />;
  const only = document.get([...nodes][0] ?? '');
  if (only !== undefined) return <AnyForm key={only.id} entry={only} />;
  if (wires[0] !== undefined) return <WireForm />;
  const current = document.get(flow);
  if (current === undefined) return <p className={cx(styles['empty'])}>{t('edit.nothing')}</p>;
  return <FlowForm key={current.id} entry={current} />;
}

function AnyForm({ entry }: { readonly entry: FlowEntry }) {
  const document = useDocument();
  const types = useTypes();
  if (isGroup(entry)) return <GroupForm group={entry} />;
  const type = types.get(entry.type, document);
  if (isPort(entry) && type !== undefined) return <PortForm port={entry} type={type} />;
  return type === undefined ? (
    <UnknownForm entry={entry} />
  ) : (
    <EntryForm entry={entry} type={type} />
  );
}

function Crumbs({ behind }: { readonly behind: FlowEntry | undefined }) {
  const { editor, editing } = useParts();
  const name = behind === undefined ? t('config.title') : editing.label(behind.id);
  return (
    <nav
      className={cx(styles['form'])}
      style={{ paddingBlockEnd: 0 }}
      aria-label={t('edit.crumbs')}
    >
      <div className={cx(styles['crumbs'])}>
        <IconButton
          icon={ArrowLeft}
          quiet
          label={t('edit.back', { name })}
          onPress={() => editor.selection.closePage()}
        />
        <span>{name}</span>
        <ChevronRight size={14} aria-hidden />
        <span>{t('config.one')}</span>
      </div>
    </nav>
  );
}

function UnknownForm({ entry }: { readonly entry: FlowEntry }) {
  const rest = Object.fromEntries(Object.entries(entry).filter(([key]) => !PLACED.has(key)));
  return (
    <div className={cx(styles['form'])} data-form>
      <div className={cx(styles['head'])}>
        <NodeIcon type={entry.type} kind="unknown" />
        <h2>
          {labelOf(entry, undefined)}
          <small>{entry.type}</small>
        </h2>
      </div>
      <p>{t('unknown.text', { type: entry.type })}</p>
      <pre className={cx(styles['raw'])}>{JSON.stringify(rest, null, 2)}</pre>
    </div>
  );
}

function ManyForm({ ids }: { readonly ids: readonly string[] }) {
  const { editor, editing } = useParts();
  const document = useDocument();
  const entries = ids.flatMap((id) => document.get(id) ?? []);
  return (
    <div className={cx(styles['form'])} data-form>
      <div className={cx(styles['head'])}>
        <h2>{t('edit.many', { n: ids.length })}</h2>
      </div>
      <ul className={cx(styles['users'])}>
        {entries.map((entry) => (
          <li key={entry.id}>
            <button
              type="button"
              className={cx(controls['button'])}
              onClick={() => editor.selection.select([entry.id])}
            >
              {editing.label(entry.id)}
            </button>
          </li>
        ))}
      </ul>
      <div className={cx(styles['actions'])}>
        <button
          type="button"
          className={cx(controls['button'])}
          onClick={() => editing.toggleEnabled(ids)}
        >
          {t(entries.some((e) => !isDisabled(e)) ? 'form.disable' : 'form.enable')}
        </button>
        <button
          type="button"
          className={cx(controls['button'])}
          onClick={() => editing.duplicate()}
        >
          {t('command.duplicate')}
        </button>
        <button
          type="button"
          className={cx(controls['button'], controls['danger'])}
          onClick={() => editing.removeSelected(false)}
        >
          {t('form.delete')}
        </button>
      </div>
    </div>
  );
}

function WireForm() {
  const { editor, editing } = useParts();
  const wires = useStore(editor.selection.store, (s) => s.wires);
  return (
    <div className={cx(styles['form'])} data-form>
      <div className={cx(styles['head'])}>
        <h2>{t('wire.title', { n: wires.length })}</h2>
      </div>
      <ul>
        {wires.map((wire) => (
          <li key={`${wire.source}:${wire.port}:${wire.target}`}>
            {t('wire.words', {
              from: editing.label(wire.source),
              port: wire.port + 1,
              to: editing.label(wire.target),
            })}
          </li>
        ))}
      </ul>
      <div className={cx(styles['actions'])}>
        <button
          type="button"
          className={cx(controls['button'], controls['danger'])}
          onClick={() => editing.removeSelected(false)}
        >
          {t('form.delete')}
        </button>
      </div>
    </div>
  );
}
