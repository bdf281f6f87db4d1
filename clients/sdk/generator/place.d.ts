// All that the runtime may find around it, for the check that it uses nothing newer than ES2018 (tsconfig.es2018.json).
declare const wx: any;
declare const uni: any;
declare const fetch: any;
declare const AbortController: any;
declare const performance: any;
declare const FormData: any;
declare function setTimeout(action: (value?: any) => void, ms: number): any;
declare function clearTimeout(timer: any): void;
