import { t } from '../../i18n/t';
import { classOf } from '../../model/flow-entry';
import { labelOf } from '../../model/node-types';
import { cx } from '../../ui/cx';
import { useDocument, useParts, useTypes } from '../../ui/editor-context';
import type { FieldProps } from '../field-props';
import styles from '../inspector.module.css';
import { plainText } from '../../model/plain-text';

type Choice = 'all' | 'group' | 'nodes';

/** Which nodes of the flow are watched. */
export function ScopeField(props: FieldProps<'scope'>) {
  const { property, values, onChange } = props;
  const { core } = useParts();
  const document = useDocument();
  const types = useTypes();
  const value = values[property.key];
  const current: Choice = Array.isArray(value) ? 'nodes' : value === 'group' ? 'group' : 'all';
  const choices: readonly Choice[] = property.choices ?? ['all', 'group', 'nodes'];
  const ids: readonly unknown[] = Array.isArray(value) ? value : [];
  const own = plainText(values['id']);
  const nodes = document
    .nodesIn(plainText(values['z']))
    .filter((n) => n.id !== own && classOf(n) === 'node' && n.type !== 'comment');
  const set = (choice: Choice): void =>
    onChange({ [property.key]: choice === 'all' ? null : choice === 'group' ? 'group' : [] });
  return (
    <>
      {choices.length < 2 ? null : (
        <div
          role="radiogroup"
          aria-label={props.label}
          id={props.id}
          className={cx(styles['segments'])}
        >
          {choices.map((choice) => (
            <label key={choice}>
              <input
                type="radio"
                name={props.id}
                checked={choice === current}
                onChange={() => set(choice)}
              />
              {t(`scope.${choice}`)}
            </label>
          ))}
        </div>
      )}
      {current === 'nodes' || choices.length < 2 ? (
        <div className={cx(styles['checks'])} role="group" aria-label={t('scope.list')}>
          {nodes.map((node) => (
            <label
              key={node.id}
              onPointerEnter={() => core.scene.setState({ hover: node.id })}
              onPointerLeave={() => core.scene.setState({ hover: undefined })}
            >
              <input
                type="checkbox"
                checked={ids.includes(node.id)}
                onChange={(event) =>
                  onChange({
                    [property.key]: event.target.checked
                      ? [...ids, node.id]
                      : ids.filter((id) => id !== node.id),
                  })
                }
              />
              {labelOf(node, types.get(node.type, document))}
            </label>
          ))}
          {nodes.length === 0 ? <p className={cx(styles['hint'])}>{t('scope.empty')}</p> : null}
        </div>
      ) : null}
    </>
  );
}
