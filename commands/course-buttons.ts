/** The names of the buttons with which members learn; each carries the course's number first. */

export const VIEW = 'course.view';
export const START = 'course.start';
/** A lesson, as a new answer; then its place, from 0. */
export const LESSON = 'course.lesson';
/** A page of the lessons, as a new answer; then the page, from 0. */
export const LESSONS = 'course.lessons';
export const RATE = 'course.rate';
export const CERTIFICATE = 'course.certificate';
