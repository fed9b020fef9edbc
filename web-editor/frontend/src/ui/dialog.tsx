import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { t } from '../i18n/t';
import styles from './controls.module.css';
import { cx } from './cx';
import { IconButton } from './icon-button';

export interface DialogProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  readonly onClose: () => void;
}

/** A question or list over the page. The browser's own dialog keeps the focus and gives it back. */
export function Dialog({ title, children, footer, onClose }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (dialog?.open === false) {
      dialog.showModal();
      // Its title is read out first; the close button isn't what one came for.
      dialog.focus();
    }
    return () => dialog?.close();
  }, []);
  return (
    // The backdrop is the dialog itself; a click on it means "not now", as Esc does.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      className={cx(styles['dialog'])}
      tabIndex={-1}
      aria-labelledby={heading}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      <div className={cx(styles['dialogHead'])}>
        <h2 id={heading}>{title}</h2>
        <IconButton icon={X} label={t('close')} quiet onPress={onClose} />
      </div>
      <div className={cx(styles['dialogBody'])}>{children}</div>
      {footer === undefined ? null : <div className={cx(styles['dialogFoot'])}>{footer}</div>}
    </dialog>
  );
}
