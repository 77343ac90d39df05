/** The package ships its zod schemas as JavaScript without declarations; they are looked up by name and checked when used. */
declare module 'discord-api-spec/zod';
