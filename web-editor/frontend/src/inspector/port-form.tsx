import { Trash2 } from 'lucide-react';
import { t } from '../i18n/t';
import type { FlowEntry } from '../model/flow-entry';
import { labelOf } from '../model/node-types';
import type { NodeType, Property } from '../model/node-type';
import { portOf } from '../model/subflow-ports';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useDocument, useParts } from '../ui/editor-context';
import { NodeIcon } from '../ui/node-icon';
import { Fields } from './fields';
import styles from './inspector.module.css';

const NAME: readonly Property[] = [
  { key: 'label', kind: 'text', label: t('form.name'), hint: t('subflow.portHint') },
];

/** The form of what a subflow takes in or gives out. */
export function PortForm({ port, type }: { readonly port: FlowEntry; readonly type: NodeType }) {
  const { editor, editing } = useParts();
  const document = useDocument();
  const ref = portOf(port.id);
  const definition = document.get(ref?.definition ?? '');
  if (ref === undefined || definition === undefined) return null;
  const key = ref.kind === 'in' ? 'inputLabels' : 'outputLabels';
  const labels: unknown[] = Array.isArray(definition[key]) ? definition[key] : [];
  const rename = (label: unknown, visit?: string): void => {
    const length = Math.max(labels.length, ref.index + 1);
    const next = Array.from({ length }, (_, i) => (i === ref.index ? label : (labels[i] ?? '')));
    editing.update(definition.id, { [key]: next }, t('form.name'), visit);
  };
  return (
    <div className={cx(styles['form'])} data-form>
      <div className={cx(styles['head'])}>
        <NodeIcon type={port.type} kind="subflow" />
        <h2>
          {labelOf(port, type)}
          <small>{t(ref.kind === 'in' ? 'subflow.inputOf' : 'subflow.outputOf')}</small>
        </h2>
      </div>
      {ref.kind === 'status' ? (
        <p>{t('subflow.statusHint')}</p>
      ) : (
        <Fields
          properties={NAME}
          values={{ label: labels[ref.index] ?? '' }}
          onChange={(patch, visit) => rename(patch['label'], visit)}
        />
      )}
      <div className={cx(styles['actions'])}>
        <button
          type="button"
          className={cx(controls['button'], controls['danger'])}
          onClick={() => {
            editor.selection.select([port.id]);
            editing.removeSelected(false);
          }}
        >
          <Trash2 size={14} aria-hidden />
          {t('form.delete')}
        </button>
      </div>
    </div>
  );
}
