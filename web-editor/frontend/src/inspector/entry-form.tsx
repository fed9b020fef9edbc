import { PackageOpen, Power, Trash2, Workflow } from 'lucide-react';
import { useEffect } from 'react';
import { t } from '../i18n/t';
import { isShown, type EntryOf } from '../model/conditions';
import { Edits } from '../model/edits';
import { classOf, definitionOf, isDisabled, type FlowEntry } from '../model/flow-entry';
import { nestedPatch, withNested } from '../model/nested-keys';
import { labelOf } from '../model/node-types';
import type { NodeType, Property } from '../model/node-type';
import { variablesOf } from '../model/subflow-variables';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useDocument, useEntry, useParts } from '../ui/editor-context';
import { NodeIcon } from '../ui/node-icon';
import { Fields, Section } from './fields';
import styles from './inspector.module.css';
import { InstanceVariables } from './instance-variables';
import { LivePreview } from './live-preview';

const NAME: Property = { key: 'name', kind: 'text', label: t('form.name'), default: '' };
const INFO: Property = {
  key: 'info',
  kind: 'text',
  multiline: true,
  label: t('form.description'),
};
const LABEL_SHOWN: Property = {
  key: 'l',
  kind: 'flag',
  label: t('form.showName'),
  default: true,
};

export interface EntryFormProps {
  readonly entry: FlowEntry;
  readonly type: NodeType;
}

/** The form of a node or of shared settings, made from the type's descriptor. */
export function EntryForm({ entry, type }: EntryFormProps) {
  const { editor, editing } = useParts();
  const definition = useEntry(definitionOf(entry) ?? '');
  const hasCredentials =
    type.properties.some((p) => p.credential === true || p.kind === 'secret') ||
    (definition !== undefined && variablesOf(definition).some((v) => v.type === 'cred'));
  const isDeployed = editor.documents.state.base.has(entry.id);

  useEffect(() => {
    if (!hasCredentials || !isDeployed || editor.secrets.state.stored.has(entry.id)) return;
    editor.engine.credentials(entry.type, entry.id).then(
      (stored) => editor.secrets.setStored(entry.id, stored),
      // Without an answer the fields show as empty, and what is stored stays as it is.
      () => undefined,
    );
  }, [editor, entry.id, entry.type, hasCredentials, isDeployed]);

  const described = type.properties.filter((p) => p.key !== 'name');
  const name = type.properties.find((p) => p.key === 'name') ?? NAME;
  const usual = described.filter((p) => p.more !== true);
  const values = withNested(
    entry,
    type.properties.map((p) => p.key),
  );
  const entryOf: EntryOf = (id) => editor.documents.document.get(id);
  const rare = described.filter(
    (p) => p.more === true && isShown(p, values, type.properties, entryOf),
  );
  const shared = {
    siblings: type.properties,
    values,
    entryOf,
    node: entry.id,
    onChange: (patch: Readonly<Record<string, unknown>>, visit?: string, what?: string) =>
      editing.update(entry.id, nestedPatch(entry, patch), what ?? '', visit),
  };
  const isNode = classOf(entry) === 'node';
  return (
    <div className={cx(styles['form'])} data-form key={entry.id}>
      <div className={cx(styles['head'])}>
        <NodeIcon type={entry.type} kind={type.kind} />
        <h2>
          {labelOf(entry, type)}
          <small>{type.purpose ?? type.label}</small>
        </h2>
      </div>
      <Fields {...shared} properties={[name]} />
      <Fields {...shared} properties={usual} />
      {definition === undefined ? null : (
        <InstanceVariables instance={entry} definition={definition} />
      )}
      <LivePreview entry={entry} type={type} />
      {rare.length === 0 ? null : (
        <Section title={t('form.more')}>
          <Fields {...shared} properties={rare} />
        </Section>
      )}
      {isNode ? (
        <Section title={t('form.look')}>
          <Fields
            {...shared}
            properties={
              described.some((p) => p.key === 'info') ? [LABEL_SHOWN] : [LABEL_SHOWN, INFO]
            }
            onChange={(patch, visit, what) =>
              editing.update(entry.id, withoutStandard(patch), what ?? '', visit)
            }
          />
        </Section>
      ) : (
        <UsedBy entry={entry} />
      )}
      <Actions entry={entry} isNode={isNode} />
    </div>
  );
}

/** Files leave out a shown name and an empty description. */
function withoutStandard(
  patch: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(patch).map(([key, value]) => [
      key,
      (key === 'l' && value === true) || (key === 'info' && value === '') ? undefined : value,
    ]),
  );
}

function Actions({ entry, isNode }: { readonly entry: FlowEntry; readonly isNode: boolean }) {
  const { editor, editing } = useParts();
  const off = isDisabled(entry);
  const remove = (): void => {
    if (isNode) {
      editor.selection.select([entry.id]);
      editing.removeSelected(false);
      return;
    }
    const edits = new Edits(editor.documents.document).remove(entry.id);
    editor.selection.closePage();
    editor.documents.edit(
      { key: 'edit.removeOne', values: { name: editing.label(entry.id) } },
      edits.changes,
    );
  };
  const definition = definitionOf(entry);
  return (
    <div className={cx(styles['actions'])}>
      {definition === undefined ? null : (
        <>
          <button
            type="button"
            className={cx(controls['button'])}
            onClick={() => editor.selection.enter(definition)}
          >
            <Workflow size={14} aria-hidden />
            {t('command.enter')}
          </button>
          <button
            type="button"
            className={cx(controls['button'])}
            onClick={() => editing.subflows.unpack(entry.id)}
          >
            <PackageOpen size={14} aria-hidden />
            {t('command.unpack')}
          </button>
        </>
      )}
      {isNode ? (
        <button
          type="button"
          className={cx(controls['button'])}
          onClick={() => editing.toggleEnabled([entry.id])}
        >
          <Power size={14} aria-hidden />
          {t(off ? 'form.enable' : 'form.disable')}
        </button>
      ) : null}
      <button type="button" className={cx(controls['button'], controls['danger'])} onClick={remove}>
        <Trash2 size={14} aria-hidden />
        {t('form.delete')}
      </button>
    </div>
  );
}

function UsedBy({ entry }: { readonly entry: FlowEntry }) {
  const { editor, editing, core } = useParts();
  const users = useDocument().usersOf(entry.id);
  return (
    <div className={cx(styles['field'])}>
      <span className={cx(styles['label'])}>{t('form.usedBy', { n: users.length })}</span>
      <div className={cx(styles['users'])}>
        {users.map((user) => (
          <button
            key={user.id}
            type="button"
            className={cx(controls['button'])}
            onClick={() => {
              if (classOf(user) === 'config') {
                editor.selection.openPage(user.id);
                return;
              }
              editor.selection.openFlow(String(user['z']));
              editor.selection.select([user.id]);
              core.focusCard(user.id);
            }}
          >
            {editing.label(user.id)}
          </button>
        ))}
      </div>
    </div>
  );
}
