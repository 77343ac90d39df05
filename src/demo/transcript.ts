/** The transcript. */
import type { Story } from './story.ts';
export async function writeTranscript(_story: Story, _outDir: string): Promise<void> {}
