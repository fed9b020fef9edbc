import { useState } from 'react';
import { t } from '../../i18n/t';
import type { FlowEntry, NodeId } from '../../model/flow-entry';
import { flowOf, textOf } from '../../model/flow-entry';
import { linkCandidates, linkedIds } from '../../model/links';
import { plainText } from '../../model/plain-text';
import { cx } from '../../ui/cx';
import { useDocument, useParts } from '../../ui/editor-context';
import type { FieldProps } from '../field-props';
import styles from '../inspector.module.css';

/** More than can be seen at once. */
const MANY = 8;

/** Which nodes messages go to, or come from, without a wire. */
export function LinksField(props: FieldProps<'links'>) {
  const { property, values, label } = props;
  const { core, editing } = useParts();
  const document = useDocument();
  const [filter, setFilter] = useState('');
  const own = document.get(plainText(values['id']));
  if (own === undefined) return null;

  const ids = linkedIds(values[property.key]);
  const candidates = linkCandidates(document, own, property, (node) => editing.typeOf(node));
  const nameOf = (node: FlowEntry): string => {
    const flow = document.get(flowOf(node));
    const name = editing.label(node.id);
    return flow === undefined || flow.id === flowOf(own) ? name : `${flowName(flow)} › ${name}`;
  };
  const words = filter.trim().toLowerCase();
  const shown = candidates.filter(
    (node) => ids.includes(node.id) || nameOf(node).toLowerCase().includes(words),
  );
  const gone = ids.filter((id) => !candidates.some((node) => node.id === id));
  const set = (next: readonly NodeId[]): void => editing.setLinks(own.id, property, next, label);
  const choose = (id: NodeId, on: boolean): void => {
    if (property.single === true) set(on ? [id] : []);
    else set(on ? [...ids, id] : ids.filter((other) => other !== id));
  };
  return (
    <>
      {candidates.length <= MANY ? null : (
        <input
          type="search"
          className={cx(styles['input'])}
          aria-label={t('links.filter')}
          placeholder={t('links.filter')}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      )}
      <div className={cx(styles['checks'])} role="group" aria-label={label} id={props.id}>
        {shown.map((node) => (
          <label
            key={node.id}
            onPointerEnter={() => core.scene.setState({ hover: node.id })}
            onPointerLeave={() => core.scene.setState({ hover: undefined })}
          >
            <input
              type={property.single === true ? 'radio' : 'checkbox'}
              name={props.id}
              checked={ids.includes(node.id)}
              onChange={(event) => choose(node.id, event.target.checked)}
            />
            {nameOf(node)}
          </label>
        ))}
        {gone.map((id) => (
          <label key={id}>
            <input
              type="checkbox"
              checked
              onChange={() => set(ids.filter((other) => other !== id))}
            />
            {t('links.gone', { id })}
          </label>
        ))}
        {candidates.length === 0 ? (
          <p className={cx(styles['hint'])}>
            {t('links.none', { types: property.types.join(', ') })}
          </p>
        ) : null}
      </div>
    </>
  );
}

function flowName(flow: FlowEntry): string {
  return textOf(flow, 'label') || textOf(flow, 'name') || flow.id;
}
