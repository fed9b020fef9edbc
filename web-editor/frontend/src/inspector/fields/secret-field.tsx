import { useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../../i18n/t';
import type { NodeId } from '../../model/flow-entry';
import controls from '../../ui/controls.module.css';
import { cx } from '../../ui/cx';
import { useParts } from '../../ui/editor-context';
import styles from '../inspector.module.css';

export interface SecretFieldProps {
  readonly node: NodeId;
  readonly propertyKey: string;
  readonly label: string;
  readonly id: string;
  readonly hidden: boolean;
}

/**
 * A credential. Secrets show whether there is one, never which; texts such as user names show their
 * value. Either way it stays out of the document until the deploy.
 */
export function SecretField({ node, propertyKey, label, id, hidden }: SecretFieldProps) {
  const { editor } = useParts();
  const typed = useStore(editor.secrets.store, (s) => s.typed.get(node)?.[propertyKey]);
  const stored = useStore(editor.secrets.store, (s) => s.stored.get(node));
  const [opened, setOpened] = useState(false);
  const has = hidden
    ? stored?.[`has_${propertyKey}`] === true
    : stored?.[propertyKey] !== undefined;
  const change = (value: string | undefined): void => editor.secrets.type(node, propertyKey, value);

  if (hidden && has && typed === undefined && !opened) {
    return (
      <div className={cx(styles['inline'])}>
        <input
          id={id}
          className={cx(styles['input'])}
          aria-label={label}
          value="••••••••"
          readOnly
        />
        <button type="button" className={cx(controls['button'])} onClick={() => setOpened(true)}>
          {t('secret.replace')}
        </button>
        <button type="button" className={cx(controls['button'])} onClick={() => change('')}>
          {t('secret.remove')}
        </button>
      </div>
    );
  }
  const known = stored?.[propertyKey];
  return (
    <div className={cx(styles['inline'])}>
      <input
        id={id}
        type={hidden ? 'password' : 'text'}
        aria-label={label}
        className={cx(styles['input'])}
        autoComplete={hidden ? 'new-password' : 'off'}
        placeholder={hidden && typed === '' ? t('secret.removed') : ''}
        value={typed ?? (typeof known === 'string' && !hidden ? known : '')}
        onChange={(event) => change(event.target.value)}
      />
      {typed !== undefined ? (
        <button
          type="button"
          className={cx(controls['button'])}
          onClick={() => {
            change(undefined);
            setOpened(false);
          }}
        >
          {t('secret.keep')}
        </button>
      ) : null}
    </div>
  );
}
