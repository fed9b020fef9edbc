import { ArrowLeft, Plus } from 'lucide-react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import { classOf, definitionOf, type FlowEntry } from '../model/flow-entry';
import { labelOf } from '../model/node-types';
import { storedPorts, type PortKind } from '../model/subflow-ports';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useDocument, useParts } from '../ui/editor-context';
import styles from './canvas.module.css';

/** Inside of a subflow: that it is one, what it may take in and give out, and the way back. */
export function SubflowLine() {
  const { editor } = useParts();
  const document = useDocument();
  const flow = useStore(editor.selection.store, (s) => s.flow);
  const outer = useStore(editor.selection.store, (s) => s.trail.at(-1));
  const subflow = document.get(flow);
  if (subflow === undefined || classOf(subflow) !== 'subflow') return null;
  const n = [...document.entries()].filter((entry) => definitionOf(entry) === flow).length;
  const name = labelOf(subflow, undefined);
  const back = outer === undefined ? undefined : document.get(outer);
  return (
    <div className={cx(styles['line'])} data-subflow-line>
      {back === undefined ? null : (
        <button
          type="button"
          className={cx(controls['button'])}
          onClick={() => editor.selection.leave()}
        >
          <ArrowLeft size={14} aria-hidden />
          {t('subflow.back', { name: labelOf(back, undefined) })}
        </button>
      )}
      <span>{n === 0 ? t('subflow.unused', { name }) : t('subflow.line', { name, n })}</span>
      <AddPort subflow={subflow} kind="in" label={t('subflow.input')} />
      <AddPort subflow={subflow} kind="out" label={t('subflow.output')} />
      <AddPort subflow={subflow} kind="status" label={t('subflow.status')} />
    </div>
  );
}

interface AddPortProps {
  readonly subflow: FlowEntry;
  readonly kind: PortKind;
  readonly label: string;
}

/** Of inputs and status outputs there is one at most; it is taken away as nodes are. */
function AddPort({ subflow, kind, label }: AddPortProps) {
  const { editing } = useParts();
  const isFull = kind !== 'out' && storedPorts(subflow, kind).length > 0;
  return (
    <button
      type="button"
      className={cx(controls['button'], controls['quiet'])}
      disabled={isFull || subflow['locked'] === true}
      onClick={() => editing.subflows.addPort(subflow.id, kind)}
    >
      <Plus size={14} aria-hidden />
      {label}
    </button>
  );
}
