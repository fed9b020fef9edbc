import { Search } from 'lucide-react';
import { cx } from './cx';
import styles from './panel-head.module.css';

export interface PanelHeadProps {
  readonly title: string;
  readonly note?: string;
  readonly filter: string;
  readonly filterLabel: string;
  readonly onFilter: (text: string) => void;
  /** Enter in the field. */
  readonly onEnter?: () => void;
}

/** Title and filter field of a panel at the left. */
export function PanelHead(props: PanelHeadProps) {
  return (
    <div className={cx(styles['head'])}>
      <h2>
        {props.title} {props.note === undefined ? null : <span>{props.note}</span>}
      </h2>
      <div className={cx(styles['filter'])}>
        <Search size={14} strokeWidth={1.75} aria-hidden />
        <input
          type="search"
          aria-label={props.filterLabel}
          placeholder={props.filterLabel}
          value={props.filter}
          autoComplete="off"
          spellCheck={false}
          data-filter
          onChange={(event) => props.onFilter(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') props.onEnter?.();
          }}
        />
      </div>
    </div>
  );
}
