/** English words of /course itself. All of them together must stay short: Discord allows 8,000 characters for one command. */
import { learningCourseActions } from './learning.ts';
import type { CommandWords } from '../command-words.ts';
import { insightCourseActions } from './courses-insight.ts';
import { courseReviewActions } from './courses-review.ts';

const ownCourse = { name: 'course', description: 'Which of your courses' };
const levels = { beginner: 'Beginner', intermediate: 'Intermediate', advanced: 'Advanced' };
const languages = { en: 'English', 'zh-CN': 'Chinese', both: 'English and Chinese' };
const level = { name: 'level', description: 'For whom it is', choices: levels };
const language = { name: 'language', description: 'The language it is taught in', choices: languages };
const tier = { name: 'tier', description: 'The lowest tier that opens it; everybody if left out' };
const newTier = { name: 'tier', description: 'The lowest tier that opens it' };

export const coursesCommands = {
  course: {
    name: 'course',
    description: 'Courses: learn, and make your own',
    subcommands: {
      ...learningCourseActions,
      draft: {
        name: 'draft',
        description: 'Begin a course (creators)',
        options: { title: { name: 'title', description: 'What it is called' }, level, language, tier },
      },
      edit: {
        name: 'edit',
        description: 'Go on with a draft, or begin a new version (creators)',
        options: { course: ownCourse, level, language, tier: newTier },
      },
      submit: {
        name: 'submit',
        description: 'Hand a draft to the reviewers (creators)',
        options: { course: ownCourse },
      },
      withdraw: {
        name: 'withdraw',
        description: 'Take back a version not published yet (creators)',
        options: { course: ownCourse },
      },
      drafts: { name: 'drafts', description: 'Courses you make, and what to do next (creators)' },
      ...courseReviewActions,
      stale: insightCourseActions.stale,
      report: insightCourseActions.report,
      recommend: insightCourseActions.recommend,
    },
  },
} satisfies Record<string, CommandWords>;
