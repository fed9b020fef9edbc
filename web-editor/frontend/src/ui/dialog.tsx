import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode, type RefObject } from 'react';
import { t } from '../i18n/t';
import styles from './controls.module.css';
import { cx } from './cx';
import { IconButton } from './icon-button';

export interface DialogProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  /** What gets the focus; otherwise the dialog itself, so that its title is read out. */
  readonly focusRef?: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}

/** A question or list over the page. The browser's own dialog keeps the focus and gives it back. */
export function Dialog({ title, children, footer, focusRef, onClose }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (dialog?.open === false) {
      dialog.showModal();
      // The close button, which the browser would choose, isn't what one came for.
      (focusRef?.current ?? dialog).focus();
    }
    return () => dialog?.close();
  }, [focusRef]);
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
