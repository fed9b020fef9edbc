import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import type { FlowEntry } from '../model/flow-entry';
import {
  instanceEnv,
  instanceProperties,
  instanceValues,
  variablesOf,
} from '../model/subflow-variables';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useParts } from '../ui/editor-context';
import { Fields } from './fields';
import styles from './inspector.module.css';

export interface InstanceVariablesProps {
  readonly instance: FlowEntry;
  readonly definition: FlowEntry;
}

/** What an instance of a subflow can be given: the variables that its definition has. */
export function InstanceVariables({ instance, definition }: InstanceVariablesProps) {
  const { editor, editing } = useParts();
  const properties = instanceProperties(definition, navigator.language);
  const typed = useStore(editor.secrets.store, (s) => s.typed.get(instance.id));
  const own = variablesOf(instance);

  const seen = useRef(typed);

  // A secret of an instance counts only if the file says that the instance has one. Said once, when
  // it is typed: an undo must not bring it back.
  useEffect(() => {
    const before = seen.current ?? {};
    seen.current = typed;
    for (const key of Object.keys(typed ?? {})) {
      if (key in before || variablesOf(instance).some((own) => own.name === key)) continue;
      const env = instanceEnv(definition, instance, { [key]: '' });
      editing.update(instance.id, { env }, key);
    }
  }, [editing, instance, definition, typed]);

  if (properties.length === 0) return null;
  return (
    <>
      <Fields
        properties={properties}
        values={instanceValues(definition, instance)}
        node={instance.id}
        onChange={(patch, visit, what) =>
          editing.update(
            instance.id,
            { env: instanceEnv(definition, instance, patch) },
            what ?? '',
            visit,
          )
        }
      />
      {own.length === 0 ? null : (
        <div className={cx(styles['users'])}>
          <button
            type="button"
            className={cx(controls['button'], controls['quiet'])}
            onClick={() => editing.update(instance.id, { env: [] }, t('form.variables'))}
          >
            {t('subflow.asDefined')}
          </button>
        </div>
      )}
    </>
  );
}
