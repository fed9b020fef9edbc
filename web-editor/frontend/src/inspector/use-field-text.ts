import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { addPending } from '../store/pending-edits';

export const REST_MS = 400;

export interface FieldText {
  readonly text: string;
  readonly set: (text: string) => void;
  readonly handOver: () => void;
  readonly input: {
    readonly value: string;
    readonly onChange: (event: { readonly target: { readonly value: string } }) => void;
    readonly onFocus: () => void;
    readonly onBlur: () => void;
    readonly onKeyDown: (event: KeyboardEvent) => void;
  };
}

let visits = 0;

/**
 * The text of a field while one types. It goes into the document when the field is left or after a
 * rest, all of one visit as one edit; Esc puts back what was there before.
 */
export function useFieldText(
  value: string,
  commit: (text: string, visit: string) => void,
  restMs = REST_MS,
): FieldText {
  const [typed, setTyped] = useState<string>();
  const latest = useRef<string>(undefined);
  const before = useRef(value);
  const visit = useRef('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const commitNow = useRef(commit);
  useEffect(() => {
    commitNow.current = commit;
  });

  const handOver = useCallback(() => {
    clearTimeout(timer.current);
    const text = latest.current;
    latest.current = undefined;
    setTyped(undefined);
    if (text !== undefined) commitNow.current(text, visit.current);
  }, []);

  useEffect(() => addPending(handOver), [handOver]);
  // A form that closes while one types must not lose what was typed.
  useEffect(() => handOver, [handOver]);

  const set = useCallback(
    (text: string) => {
      if (visit.current === '') visit.current = `visit ${++visits}`;
      latest.current = text;
      setTyped(text);
      clearTimeout(timer.current);
      timer.current = setTimeout(handOver, restMs);
    },
    [handOver, restMs],
  );

  return {
    text: typed ?? value,
    set,
    handOver,
    input: {
      value: typed ?? value,
      onChange: (event) => set(event.target.value),
      onFocus: () => {
        before.current = value;
        visit.current = `visit ${++visits}`;
      },
      onBlur: handOver,
      onKeyDown: (event) => {
        if (event.key === 'Escape' && (typed ?? value) !== before.current) {
          event.stopPropagation();
          set(before.current);
          handOver();
        } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          handOver();
        }
      },
    },
  };
}
