import { lazy, Suspense, useRef } from 'react';
import { useStore } from 'zustand';
import { valueIn } from '../../model/conditions';
import { cx } from '../../ui/cx';
import { useParts } from '../../ui/editor-context';
import type { FieldProps } from '../field-props';
import styles from '../inspector.module.css';
import { plainText } from '../../model/plain-text';
import { useFieldText } from '../use-field-text';

const CodeEditor = lazy(() => import('../code-editor'));

const CODE_REST_MS = 1000;

type Begun = { readonly anchor: number; readonly head: number } | undefined;

/** Code of any language. The editor for it is loaded when the first such field is shown. */
export function CodeField(props: FieldProps<'code'>) {
  const { property, values, onChange } = props;
  const { editor } = useParts();
  const theme = useStore(editor.view.store, (s) => s.theme);
  const field = useFieldText(
    plainText(valueIn(property, values)),
    (text, visit) => onChange({ [property.key]: text }, visit),
    CODE_REST_MS,
  );
  const language =
    property.languageKey === undefined
      ? (property.language ?? 'text')
      : plainText(values[property.languageKey]);
  // Whoever began to type before the editor was there goes on in it, where they were.
  const begun = useRef<Begun>(undefined);
  const isMain = property.section !== true && language === 'javascript';
  return (
    <div
      className={cx(
        styles['code'],
        !isMain && styles['codeSmall'],
        props.invalid && styles['invalid'],
      )}
    >
      <Suspense
        fallback={
          <textarea
            id={props.id}
            aria-label={props.label}
            className={cx(styles['input'], styles['mono'])}
            style={{ border: 0, minBlockSize: isMain ? 150 : 76 }}
            {...field.input}
            onSelect={({ currentTarget: area }) => {
              begun.current = { anchor: area.selectionStart, head: area.selectionEnd };
            }}
            onBlur={() => {
              begun.current = undefined;
              field.input.onBlur();
            }}
          />
        }
      >
        <CodeEditor
          label={props.label}
          language={language}
          text={field.text}
          theme={theme}
          begun={begun}
          className={cx(styles['codeHost'])}
          onText={field.set}
          onEnter={field.input.onFocus}
          onLeave={field.handOver}
        />
      </Suspense>
    </div>
  );
}
