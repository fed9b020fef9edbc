import { Pencil, Plus } from 'lucide-react';
import { t } from '../../i18n/t';
import { Edits } from '../../model/edits';
import { newConfigNode } from '../../model/new-node';
import { labelOf } from '../../model/node-types';
import { cx } from '../../ui/cx';
import { useDocument, useParts, useTypes } from '../../ui/editor-context';
import { IconButton } from '../../ui/icon-button';
import type { FieldProps } from '../field-props';
import styles from '../inspector.module.css';
import { plainText } from '../../model/plain-text';

const BUILT_IN = 'built-in';
const BROKER = 'mqtt-broker';

/** Which shared settings a node uses. Editing them opens a page in the same panel. */
export function ConfigField(props: FieldProps<'config'>) {
  const { property, values, onChange } = props;
  const { editor, editing } = useParts();
  const document = useDocument();
  const types = useTypes();
  const type = types.get(property.configType);
  const existing = document.configNodes(property.configType);
  const id = plainText(values[property.key]);
  const isRequired = property.rules?.some((rule) => rule.rule === 'required') === true;
  const label = type?.label ?? property.configType;

  const make = (open: boolean): void => {
    if (type === undefined) return;
    const entry =
      property.configType === BROKER && !open ? editing.builtInBroker(type) : newConfigNode(type);
    editor.documents.edit(
      { key: 'edit.addConfig', values: { name: label } },
      new Edits(document).add(entry).changes,
    );
    onChange({ [property.key]: entry.id });
    if (open) editor.selection.openPage(entry.id);
  };

  return (
    <div className={cx(styles['inline'])}>
      <select
        id={props.id}
        aria-label={props.label}
        aria-invalid={props.invalid}
        aria-describedby={props.describedBy}
        className={cx(styles['input'], styles['select'], props.invalid && styles['invalid'])}
        value={id}
        onChange={(event) => {
          if (event.target.value === BUILT_IN) make(false);
          else onChange({ [property.key]: event.target.value });
        }}
      >
        {id === '' || !isRequired ? (
          <option value="">{t(isRequired ? 'config.none' : 'config.without')}</option>
        ) : null}
        {id !== '' && !document.has(id) ? <option value={id}>{t('config.gone')}</option> : null}
        {existing.length === 0 && property.configType === BROKER && type !== undefined ? (
          <option value={BUILT_IN}>{t('config.builtIn')}</option>
        ) : null}
        {existing.map((entry) => (
          <option key={entry.id} value={entry.id}>
            {labelOf(entry, type)}
          </option>
        ))}
      </select>
      <IconButton
        icon={Pencil}
        label={t('config.edit', { label: props.label })}
        disabled={id === '' || !document.has(id)}
        onPress={() => editor.selection.openPage(id)}
      />
      <IconButton
        icon={Plus}
        label={t('config.new', { label: props.label })}
        disabled={type === undefined}
        onPress={() => make(true)}
      />
    </div>
  );
}
