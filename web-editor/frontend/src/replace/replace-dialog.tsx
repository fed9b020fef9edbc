import { useId, useMemo, useRef, useState } from 'react';
import { t } from '../i18n/t';
import { propertyLabel } from '../inspector/property-label';
import { placesOf, type Place } from '../model/replace';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { Dialog } from '../ui/dialog';
import { useDocument, useParts, useTypes } from '../ui/editor-context';
import styles from './replace.module.css';

/** More are replaced as well; nobody reads so many. */
const MOST_SHOWN = 200;
const MOST_CHARS = 80;

/** Puts another text in the place of one, wherever it is written; each place is seen before. */
export default function ReplaceDialog({ text: given }: { readonly text: string }) {
  const { editor, editing } = useParts();
  const document = useDocument();
  const types = useTypes();
  const [text, setText] = useState(given);
  const [by, setBy] = useState('');
  const [matchCase, setMatchCase] = useState(false);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const first = useRef<HTMLInputElement>(null);
  const id = useId();
  const places = useMemo(
    () => placesOf(document, types, { text, by, matchCase }),
    [document, types, text, by, matchCase],
  );
  const chosen = places.filter((place) => !left.has(keyOf(place)));
  const close = (): void => editor.view.set({ open: undefined });
  const choose = (place: Place, isChosen: boolean): void => {
    const next = new Set(left);
    if (isChosen) next.delete(keyOf(place));
    else next.add(keyOf(place));
    setLeft(next);
  };
  return (
    <Dialog
      title={t('replace.title')}
      focusRef={first}
      onClose={close}
      footer={
        <>
          <button type="button" className={cx(controls['button'])} onClick={close}>
            {t('replace.cancel')}
          </button>
          <button
            type="submit"
            form={`${id}form`}
            className={cx(controls['button'], controls['primary'])}
            disabled={chosen.length === 0}
          >
            {chosen.length === 0 ? t('replace.do') : t('replace.doN', { n: chosen.length })}
          </button>
        </>
      }
    >
      <form
        id={`${id}form`}
        className={cx(styles['form'])}
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen.length === 0) return;
          editing.replacing.replace(chosen);
          close();
        }}
      >
        <label htmlFor={`${id}text`}>{t('replace.text')}</label>
        <input
          ref={first}
          id={`${id}text`}
          className={cx(styles['input'])}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <label htmlFor={`${id}by`}>{t('replace.by')}</label>
        <input
          id={`${id}by`}
          className={cx(styles['input'])}
          value={by}
          onChange={(event) => setBy(event.target.value)}
        />
        <label className={cx(styles['case'])}>
          <input
            type="checkbox"
            checked={matchCase}
            onChange={(event) => setMatchCase(event.target.checked)}
          />
          {t('replace.matchCase')}
        </label>
      </form>
      <p role="status" className={cx(styles['found'])}>
        {text === ''
          ? t('replace.help')
          : places.length === 0
            ? t('find.nothing', { text })
            : t('replace.found', { n: places.length })}
      </p>
      <ul className={cx(styles['places'])}>
        {places.slice(0, MOST_SHOWN).map((place) => (
          <PlaceRow
            key={keyOf(place)}
            place={place}
            isChosen={!left.has(keyOf(place))}
            onChoose={(isChosen) => choose(place, isChosen)}
          />
        ))}
      </ul>
      {places.length > MOST_SHOWN ? (
        <p className={cx(styles['found'])}>{t('flows.more', { n: places.length - MOST_SHOWN })}</p>
      ) : null}
    </Dialog>
  );
}

function keyOf({ id, path }: Place): string {
  return JSON.stringify([id, ...path]);
}

function PlaceRow(props: {
  readonly place: Place;
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
}) {
  const { editing } = useParts();
  const document = useDocument();
  const { id, name, path, before, after } = props.place;
  const entry = document.get(id);
  const type = entry === undefined ? undefined : editing.typeOf(entry);
  const what = propertyLabel(path[0] ?? '', type?.properties ?? []);
  const [was, is] = firstDifference(before, after);
  return (
    <li>
      <label>
        <input
          type="checkbox"
          checked={props.isChosen}
          onChange={(event) => props.onChoose(event.target.checked)}
        />
        <span>
          <b>{name}</b> {what}
          <del>{was}</del>
          <ins>{is}</ins>
        </span>
      </label>
    </li>
  );
}

/** The first lines of two texts that differ, from shortly before where they do. */
function firstDifference(before: string, after: string): readonly [string, string] {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at++;
  const line = before.lastIndexOf('\n', at - 1) + 1;
  const start = Math.max(line, at - MOST_CHARS / 4);
  const shown = (text: string): string => {
    const end = text.indexOf('\n', at);
    const rest = text.slice(start, end < 0 ? undefined : end);
    return rest.length > MOST_CHARS ? `${rest.slice(0, MOST_CHARS)}…` : rest;
  };
  return [shown(before), shown(after)];
}
