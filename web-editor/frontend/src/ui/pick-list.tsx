import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { cx } from './cx';
import styles from './pick-list.module.css';

export interface PickItem {
  readonly id: string;
  readonly icon?: ReactNode;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly keys?: string | undefined;
  readonly disabled?: boolean;
}

export interface PickListProps {
  readonly label: string;
  readonly placeholder: string;
  readonly empty: string;
  readonly text: string;
  readonly items: readonly PickItem[];
  readonly onText: (text: string) => void;
  readonly onPick: (id: string, keepOpen: boolean) => void;
  readonly onClose: () => void;
}

/** A text field with the list of what fits below it; arrows choose while typing goes on. */
export function PickList(props: PickListProps) {
  const { items, onPick, onClose } = props;
  const [at, setAt] = useState(0);
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const options = useRef<HTMLUListElement>(null);
  const current = items[Math.min(at, items.length - 1)];

  useEffect(() => {
    const before = document.activeElement;
    input.current?.focus();
    return () => {
      // Back to where the list was opened from, unless what was picked has taken the focus.
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => {
    options.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt(
        (i) => (Math.min(i, items.length - 1) + step + items.length) % Math.max(1, items.length),
      );
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (current !== undefined && current.disabled !== true) onPick(current.id, event.shiftKey);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      onClose();
    }
  };

  return (
    <div className={cx(styles['box'])} role="dialog" aria-label={props.label}>
      <input
        ref={input}
        className={cx(styles['input'])}
        role="combobox"
        aria-label={props.label}
        aria-expanded={items.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={current === undefined ? undefined : `${list}-${current.id}`}
        placeholder={props.placeholder}
        value={props.text}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setAt(0);
          props.onText(event.target.value);
        }}
        onKeyDown={key}
        onBlur={(event) => {
          if (event.relatedTarget?.closest('[role=dialog]') == null) onClose();
        }}
      />
      <ul
        ref={options}
        id={list}
        role="listbox"
        aria-label={props.label}
        className={cx(styles['list'])}
      >
        {items.map((item) => (
          // Keys are handled by the field, which keeps the focus.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li
            key={item.id}
            id={`${list}-${item.id}`}
            role="option"
            aria-selected={item === current}
            aria-disabled={item.disabled === true}
            className={cx(styles['item'])}
            onMouseDown={(event) => event.preventDefault()}
            onMouseMove={() => setAt(items.indexOf(item))}
            onClick={(event) => {
              if (item.disabled !== true) onPick(item.id, event.shiftKey);
            }}
          >
            {item.icon}
            <span className={cx(styles['label'])}>{item.label}</span>
            <span className={cx(styles['detail'])}>{item.detail}</span>
            {item.keys === undefined ? null : <kbd className={cx(styles['keys'])}>{item.keys}</kbd>}
          </li>
        ))}
      </ul>
      {items.length === 0 ? <p className={cx(styles['empty'])}>{props.empty}</p> : null}
    </div>
  );
}
