import { t } from '../i18n/t';

const MOST_MB = 30;
const MB = 1_048_576;

/** The text of a flow file, or why it isn't read. */
export async function readFile(
  file: File,
): Promise<{ readonly text: string } | { readonly refusal: string }> {
  if (file.size > MOST_MB * MB) {
    return {
      refusal: t('import.large', { mb: Math.ceil(file.size / MB), most: MOST_MB }),
    };
  }
  return { text: await file.text() };
}
