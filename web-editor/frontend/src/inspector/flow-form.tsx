import { t } from '../i18n/t';
import { isDisabled, type FlowEntry } from '../model/flow-entry';
import { labelOf } from '../model/node-types';
import type { Property } from '../model/node-type';
import { problemsIn } from '../model/problems';
import { isPort } from '../model/subflow-ports';
import { cx } from '../ui/cx';
import { useDocument, useParts, useTypes } from '../ui/editor-context';
import { Fields } from './fields';
import styles from './inspector.module.css';
import { VARIABLES } from './variables';

const FLOW_PROPERTIES: readonly Property[] = [
  { key: 'label', kind: 'text', label: t('form.name') },
  {
    key: 'disabled',
    kind: 'flag',
    label: t('flow.enabled'),
    trueValue: false,
    falseValue: true,
    default: false,
  },
  { key: 'info', kind: 'text', multiline: true, label: t('form.description') },
  VARIABLES,
];

const SUBFLOW_PROPERTIES: readonly Property[] = [
  { key: 'name', kind: 'text', label: t('form.name') },
  { key: 'info', kind: 'text', multiline: true, label: t('form.description') },
  { ...VARIABLES, hint: t('subflow.variablesHint') },
];

/** The form of a tab or of the definition of a subflow. */
export function FlowForm({ entry }: { readonly entry: FlowEntry }) {
  const { editing } = useParts();
  const document = useDocument();
  const types = useTypes();
  const isTab = entry.type === 'tab';
  const nodes = document.nodesIn(entry.id).filter((node) => !isPort(node));
  const wrong = problemsIn(document, types).filter((p) => nodes.some((n) => n.id === p.nodeId));
  return (
    <div className={cx(styles['form'])} data-form>
      <div className={cx(styles['head'])}>
        <h2>
          {labelOf(entry, undefined)}
          <small>
            {t('flow.counts', { n: nodes.length })}
            {wrong.length > 0 ? ` · ${t('node.problems', { n: wrong.length })}` : ''}
            {isDisabled(entry) ? ` · ${t('node.disabled')}` : ''}
          </small>
        </h2>
      </div>
      <Fields
        properties={isTab ? FLOW_PROPERTIES : SUBFLOW_PROPERTIES}
        values={entry}
        onChange={(patch, visit, what) => editing.update(entry.id, patch, what ?? '', visit)}
      />
    </div>
  );
}
