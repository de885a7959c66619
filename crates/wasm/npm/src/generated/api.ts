export interface paths {
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The log, in order. */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether every row is as it was written. */
        get: operations["verifyAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Renew both tokens. A refresh token that is shown twice ends all tokens of its family. */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with the platform's token, and get our own short ones. */
        post: operations["signIn"];
        /** Sign out: the tokens of this sign-in are worth nothing from now on. */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The agreement in force. */
        get: operations["readConsent"];
        put?: never;
        /** Put an agreement on record. */
        post: operations["giveConsent"];
        /** Take it back, which ends the student's lessons. */
        delete: operations["withdrawConsent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/denied/{person}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Refuse a person for a day, whatever token they show, and end their lessons. */
        put: operations["deny"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live/auth_tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Agree that sound goes to the tutor, and get a token with which a page speaks with the provider itself. */
        post: operations["beginDirectLesson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Agree that sound goes to the tutor, and get a ticket to `WS /ws/live`. */
        post: operations["beginLesson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/livekit/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What LiveKit tells. Signed by its key over the body's hash; meant for LiveKit alone. */
        post: operations["livekitWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/math/latex": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Spoken words as a formula. */
        post: operations["readWords"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/math/solve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A problem with its steps. A refusal to solve it is an answer too: `ok` says which it is. */
        post: operations["solve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The problems you had solved, the newest first. */
        get: operations["listProblems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/problems/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of the problems you had solved, with every step as it was answered. */
        get: operations["readProblem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rooms you made or belong to; all of them for those who teach. */
        get: operations["listRooms"];
        put?: never;
        /** Make a room. */
        post: operations["createRoom"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One room. Its `ETag` changes when it does. */
        get: operations["getRoom"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a room: nobody gets a token to it any more. */
        post: operations["closeRoom"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{id}/enrolments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who belongs to a room. */
        get: operations["listEnrolments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{id}/enrolments/{person}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Give somebody a place, or another one. */
        put: operations["enrol"];
        post?: never;
        /** Take somebody's place away. */
        delete: operations["dismiss"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Erase a lesson and all that was said in it. */
        delete: operations["eraseLesson"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was put on the board in a lesson. */
        get: operations["listBoard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All of a lesson: what was said, and what was put on the board. */
        get: operations["exportLesson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/reference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Compare what was understood of a student with what they really said, which a teacher has written down. */
        put: operations["giveReference"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/transcriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was said in a lesson. */
        get: operations["listTranscriptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/students/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Erase all that is kept about a student, and end their lessons. */
        delete: operations["eraseStudent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/students/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that is kept about a student. */
        get: operations["exportStudent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/students/{id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What lessons used, by day (UTC): lessons, time, tokens of the provider, sound. */
        get: operations["listUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A LiveKit token of 15 minutes. Room and rights follow the enrolment. */
        post: operations["createLiveKitToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transcription/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A ticket to what is being said in a lesson. */
        post: operations["watchLesson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process runs. */
        get: operations["healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The numbers, for Prometheus. */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether new lessons may come: it is not stopping, not full, and the store answers. */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A worked problem, or why there is none. */
        Answer: components["schemas"]["Solved"] | components["schemas"]["Refused"];
        /** @description Something the tutor put on the board. */
        BoardOperation: {
            /** @description The tool's arguments, checked. */
            arguments: Record<string, never>;
            /**
             * Format: int64
             * @description When, in milliseconds since 1970.
             */
            atMs: number;
            /** @description Which tool: `write_equation`, `plot` and so on. */
            name: string;
            /**
             * Format: int64
             * @description Its place in the lesson, growing.
             */
            number: number;
            /** @description The lesson it belongs to. */
            session?: string;
        };
        /** @description Somebody's agreement. */
        Consent: {
            /**
             * Format: int64
             * @description When.
             */
            givenMs: number;
            /** @description Who gave it, when not the student. */
            guardian?: string | null;
            /** @description How it was given: `page`, `paper`, `platform`. */
            method: string;
            /** @description For whom. */
            student: string;
            /** @description Which text was agreed to. */
            textVersion: string;
            /**
             * Format: int64
             * @description When it was taken back.
             */
            withdrawnMs?: number | null;
        };
        /** @description A day of somebody's. */
        DayOfUsage: {
            /**
             * Format: int64
             * @description When it began (UTC), in milliseconds since 1970.
             */
            dayMs: number;
            /**
             * Format: int64
             * @description Lessons of that day.
             */
            lessons: number;
            /**
             * Format: int64
             * @description Their time together.
             */
            seconds: number;
            /**
             * Format: int64
             * @description Sound that went to the tutor.
             */
            soundBytes: number;
            /**
             * Format: int64
             * @description Tokens the tutor counted.
             */
            tokens: number;
        };
        /** @description An answer in decimals, each number correctly rounded. */
        Decimal: {
            /** @description The most by which each number can be off, as LaTeX. */
            errorLatex: string;
            /** @description Nothing was rounded. */
            exact: boolean;
            /** @description The answer; `=` is `\approx` where something was rounded. */
            latex: string;
            /**
             * Format: int32
             * @description Places after the point.
             */
            places: number;
        };
        /** @description What it gets. */
        Direct: {
            /** @description The only version that knows tokens. */
            apiVersion: string;
            /** @description What goes into an SDK as `baseUrl`. */
            baseUrl: string;
            keyId?: string | null;
            /** @description The model that stands in the token. */
            model: string;
            /** Format: int64 */
            openWithinSeconds: number;
            sessionId: string;
            /** @description What goes into an SDK as the API key. */
            token: string;
        };
        /** @description What a page asks for. */
        DirectWish: {
            /** @description Whether the student, or whoever answers for them, agreed that sound goes to the tutor. */
            consent?: boolean;
            /** @description `keyId` of the token before: handles are good only under the same key. */
            keyId?: string | null;
            /** @description `en`, `hi` or `auto`. */
            language: string;
            /** @description The lesson to go on with, where it was begun earlier. */
            resume?: string | null;
            /** @description The tutor's voice, one of Gemini's. */
            voice?: string | null;
        };
        /** @description Somebody's place in a room. */
        Enrolment: {
            /**
             * Format: int64
             * @description Since when, in milliseconds since 1970.
             */
            addedMs: number;
            /** @description Who, by the platform's pseudonym. */
            person: string;
            /** @description As what. */
            role: components["schemas"]["Seat"];
            /** @description The room. */
            room: string;
        };
        /** @description A row of the log. */
        Entry: {
            /** @description What. */
            action: string;
            /** @description Who, as [`pseudonym`] writes it. */
            actor: string;
            /**
             * Format: int64
             * @description When, in milliseconds since 1970.
             */
            atMs: number;
            /** @description SHA-256 over the other fields, in hexadecimal digits. */
            hash: string;
            /**
             * Format: int64
             * @description Its place, from 1 without gaps.
             */
            number: number;
            /** @description The hash of the row before. */
            previous: string;
            /** @description To whom or to what, as [`pseudonym`] writes it. */
            subject: string;
        };
        /** @description How much was erased. */
        Erased: {
            /**
             * Format: int64
             * @description Records of consent.
             */
            consents: number;
            /**
             * Format: int64
             * @description Places in rooms.
             */
            enrolments: number;
            /**
             * Format: int64
             * @description Lessons, with all that was said in them.
             */
            lessons: number;
            /**
             * Format: int64
             * @description Problems.
             */
            problems: number;
            /**
             * Format: int64
             * @description Records of what lessons used.
             */
            usage: number;
        };
        /** @description All that is kept about a student. */
        Export: {
            consents: components["schemas"]["Consent"][];
            lessons: components["schemas"]["ExportedLesson"][];
            problems: components["schemas"]["SolvedProblem"][];
            student: string;
            usage: components["schemas"]["DayOfUsage"][];
        };
        /** @description A lesson with all that was said and drawn in it. */
        ExportedLesson: {
            board: components["schemas"]["BoardOperation"][];
            /** Format: int64 */
            endedMs?: number | null;
            language: string;
            segments: components["schemas"]["Segment"][];
            sessionId: string;
            /** Format: int64 */
            startedMs: number;
        };
        /** @description What it gets. */
        LessonTicket: {
            /** Format: int64 */
            expiresInSeconds: number;
            sessionId: string;
            ticket: string;
        };
        /** @description What a page asks for. */
        LessonWish: {
            /**
             * Format: int32
             * @description The student's class, 13 for college: up to 10 `\log` without a base is to the base 10, else natural.
             */
            class?: number | null;
            /** @description Whether the student, or whoever answers for them, agreed that sound goes to the tutor. */
            consent?: boolean;
            /** @description `en`, `hi` or `auto`. */
            language: string;
            /** @description A lesson to take up again. */
            resume?: string | null;
            /** @description The tutor's voice, one of Gemini's. */
            voice?: string | null;
        };
        /** @description What it gets. */
        LiveKitToken: {
            token: string;
            url: string;
            /** @description Said where nobody keeps enrolments. */
            warning?: string | null;
        };
        /** @enum {string} */
        Locale: "en" | "hi";
        /**
         * @description How an agreement was given.
         * @enum {string}
         */
        Method: "page" | "paper" | "platform";
        /** @description An agreement to put on record. */
        NewConsent: {
            /** @description Who agreed, where an operator puts a signed paper on record. A guardian who asks is written down as they are. */
            guardian?: string | null;
            /** @description How it was given. */
            method: components["schemas"]["Method"];
            /** @description For whom; yourself when absent. */
            student?: string | null;
            /** @description Which text was agreed to. */
            textVersion: string;
        };
        /** @description What somebody is to be. */
        NewEnrolment: {
            role: components["schemas"]["Seat"];
        };
        /** @description A room to make. */
        NewRoom: {
            /** @description Its id, which is its name in LiveKit; one is made up when absent. */
            id?: string | null;
            /** @description What people call it. */
            name: string;
        };
        /** @description Another reading. */
        Other: {
            /** Format: float */
            confidence: number;
            /** @description In what the two differ: what the first reading has there, and what this one has. */
            difference: string[];
            latex: string;
        };
        /** @description A page of enrolments. */
        PageOfEnrolments: {
            enrolments: components["schemas"]["Enrolment"][];
            /** @description To be given as `after` for the next page; null on the last. */
            next?: string | null;
        };
        /** @description A page of the log. */
        PageOfEntries: {
            entries: components["schemas"]["Entry"][];
            /**
             * Format: int64
             * @description To be given as `after` for the next page; null on the last.
             */
            next?: number | null;
        };
        /** @description A page of what was put on the board. */
        PageOfOperations: {
            /**
             * Format: int64
             * @description To be given as `after` for the next page; null on the last.
             */
            next?: number | null;
            operations: components["schemas"]["BoardOperation"][];
        };
        /** @description A page of problems. */
        PageOfProblems: {
            /**
             * Format: int64
             * @description To be given as `after` for the next page; null on the last.
             */
            next?: number | null;
            problems: components["schemas"]["SolvedProblem"][];
        };
        /** @description A page of rooms. */
        PageOfRooms: {
            /** @description To be given as `after` for the next page; null on the last. */
            next?: string | null;
            rooms: components["schemas"]["Room"][];
        };
        /** @description A page of what was said. */
        PageOfSegments: {
            /** Format: int64 */
            endedMs?: number | null;
            language: string;
            /**
             * Format: int64
             * @description To be given as `after` for the next page; null on the last.
             */
            next?: number | null;
            segments: components["schemas"]["Segment"][];
            sessionId: string;
            /** Format: int64 */
            startedMs: number;
        };
        /** @description What somebody used, by day. */
        PageOfUsage: {
            days: components["schemas"]["DayOfUsage"][];
            /**
             * Format: int64
             * @description To be given as `after` for the next page; null on the last.
             */
            next?: number | null;
        };
        /** @description Words, and the part of the formula that was said with them. */
        Place: {
            /** @description Which UTF-16 units of `latex`; the second number is one past the last. */
            latex: number[];
            /** @description Which words, counted from 0; the second number is one past the last. */
            words: number[];
        };
        /** @description What every refusal looks like (RFC 9457). */
        Problem: {
            /** @description What clients decide by; it never changes. */
            code: string;
            /** @description What exactly, in English. */
            detail: string;
            /** @description The sentence in English. */
            en: string;
            /** @description The sentence in Hindi. */
            hi: string;
            /** @description The request's id, which stands in the log too. */
            instance: string;
            /** Format: int32 */
            status: number;
            /** @description The sentence in the language of `Accept-Language`. */
            title: string;
            /** @description `urn:ganita:problem:` and the code. */
            type: string;
        };
        /** @description A problem. */
        ProblemWish: {
            /** @description A method, one of those an answer names. */
            by?: string | null;
            /**
             * Format: int32
             * @description The student's class, 13 for college: up to 10 `\log` without a base is to the base 10, else natural.
             */
            class?: number | null;
            /**
             * Format: int32
             * @description The answer in decimals as well, with so many places.
             */
            decimals?: number | null;
            /** @description `solve`, `diff` and so on; found out from the formula when absent. */
            kind?: string | null;
            latex: string;
            /** @description `en` or `hi`. */
            locale?: components["schemas"]["Locale"];
            /** @description Five times the work, for what was refused as `too_long`. */
            longer?: boolean;
            /** @description Whether the steps are wanted; the answer alone is a tenth of the bytes. */
            steps?: boolean;
            /** @description The unknown; several are separated by commas. */
            variable?: string | null;
        };
        /** @description What the words mean. */
        Reading: {
            /** @description Other readings, the likeliest first. */
            alternatives: components["schemas"]["Other"][];
            /** @description What the sentence asks to be done. */
            command?: string | null;
            /**
             * Format: float
             * @description How sure that is, 0 to 1.
             */
            confidence: number;
            /** @description Whether the words are mathematics at all. */
            isMathematics: boolean;
            /** @description The formula. */
            latex: string;
            /** @description The same as MathML, for screen readers. */
            mathml: string;
            /** @description "by factorisation": how the sentence wants it solved, as the solver takes it. */
            method?: string | null;
            /** @description What the student should know, in short sentences: Hindi for a Hindi speaker, else English. */
            notes: string[];
            /** @description Which words say which part of the formula. */
            places: components["schemas"]["Place"][];
            /** @description The same in plain letters. */
            plain: string;
            /** @description With `find`: which quantity, as the solver names its kind: `mean`, `distance`, `nth_term`. */
            quantity?: string | null;
            /** @description What each stretch of words was taken for. */
            spans: components["schemas"]["Span"][];
            /** @description "with respect to t": the letter that a command names, as the solver takes it. */
            variable?: string | null;
        };
        /** @description What was really said. */
        ReferenceTranscript: {
            /** @description All that the student said in the lesson, in order. It is compared and not kept. */
            text: string;
        };
        /** @description A refresh token. */
        Refresh: {
            refreshToken: string;
        };
        Refusal: {
            aboutLatex?: string | null;
            /** @description Where in the formula, in UTF-16 units as JavaScript counts. */
            at?: number | null;
            code: string;
            /**
             * @description Of a problem that is `unverified` or has `no_method`: the work so far, each line of it verified. None of them is
             *     the answer.
             */
            steps: components["schemas"]["Step"][];
            text: string;
        };
        Refused: {
            ok: boolean;
            refusal: components["schemas"]["Refusal"];
        };
        /** @description A lesson room. */
        Room: {
            /**
             * Format: int64
             * @description When it was closed.
             */
            closedMs?: number | null;
            /** @description Who made it. */
            createdBy: string;
            /**
             * Format: int64
             * @description When, in milliseconds since 1970.
             */
            createdMs: number;
            /** @description Its id, which is its name in LiveKit. */
            id: string;
            /** @description What people call it. */
            name: string;
            /**
             * Format: int64
             * @description How many people LiveKit has let in and not out again.
             */
            participants: number;
            /**
             * Format: int64
             * @description When LiveKit last said something about it; 0 when never.
             */
            toldMs: number;
            /**
             * Format: int64
             * @description Grows with every change.
             */
            version: number;
        };
        /**
         * @description What somebody is in a room.
         * @enum {string}
         */
        Seat: "student" | "teacher" | "guardian";
        /** @description Something that was said. */
        Segment: {
            /**
             * Format: int64
             * @description When they were complete.
             */
            atMs: number;
            /**
             * Format: double
             * @description How sure that is, 0 to 1.
             */
            confidence?: number | null;
            /** @description What they mean, when they are mathematics. */
            latex?: string | null;
            /**
             * Format: int64
             * @description Its place in the lesson, growing.
             */
            number: number;
            /** @description Whether the words came from a script and nobody listened. */
            scripted: boolean;
            /** @description The lesson it belongs to. */
            session?: string;
            /** @description Who spoke. */
            speaker: components["schemas"]["Speaker"];
            /** @description The words. */
            text: string;
        };
        Solved: {
            /** @description Other methods that fit. */
            alternatives: components["schemas"]["Method"][];
            answerLatex: string;
            answersLatex: string[];
            decimal?: components["schemas"]["Decimal"] | null;
            kind: string;
            method?: components["schemas"]["Method"] | null;
            ok: boolean;
            readAsLatex: string;
            steps: components["schemas"]["Step"][];
            variables: string[];
        };
        /** @description A problem somebody had solved. */
        SolvedProblem: {
            /** @description Its answer. */
            answerLatex: string;
            /** @description What was asked for: `solve`, `diff` and so on. */
            kind: string;
            /** @description The problem as it was read. */
            latex: string;
            /**
             * Format: int64
             * @description Its place in the history, growing.
             */
            number: number;
            /** @description The whole answer with its steps, as it was given; left out of lists. */
            solution?: Record<string, never> | null;
            /**
             * Format: int64
             * @description When, in milliseconds since 1970.
             */
            solvedMs: number;
            /**
             * Format: int64
             * @description How many steps led there.
             */
            steps: number;
        };
        /** @description A stretch of words and what it was taken for. */
        Span: {
            role: string;
            /** @description Which words, counted from 0; the second number is one past the last. */
            words: number[];
        };
        /**
         * @description Who spoke.
         * @enum {string}
         */
        Speaker: "student" | "tutor";
        Step: {
            afterLatex: string;
            beforeLatex: string;
            /** @description The branch in which it holds; none where it holds throughout. */
            caseLatex?: string | null;
            /** @description `verified`, or `undecided` where it rests on the check of the answer. */
            check: string;
            /** @description Which UTF-16 units of `beforeLatex` the rule acts on, as first and one past the last; none for the whole line. */
            focus: number[][];
            /**
             * Format: int32
             * @description How detailed a view must be to show it: 1 for methods and results, 2 for the usual working, 3 for arithmetic.
             */
            level: number;
            number: string;
            relation: string;
            rule: string;
            substeps: components["schemas"]["Step"][];
            text: string;
            where: components["schemas"]["Substitution"][];
        };
        Substitution: {
            latex: string;
            name: string;
        };
        /** @description What a page asks for. */
        TokenWish: {
            /** @description Heard only where nobody keeps enrolments; else it is the access token's. */
            identity?: string | null;
            /** @description The name others see. */
            name?: string | null;
            room: string;
        };
        /** @description Our own tokens. */
        Tokens: {
            /** @description For `Authorization: Bearer`. */
            accessToken: string;
            /** Format: int64 */
            expiresInSeconds: number;
            /** @description Good once, for `POST /api/v1/auth/refresh`. */
            refreshToken: string;
        };
        /** @enum {string} */
        Tongue: "auto" | "en" | "hi";
        /** @description How a transcript compares with it. */
        TranscriptAccuracy: {
            /**
             * Format: double
             * @description 100 · (1 − word error rate), at least 0.
             */
            accuracyPercentage: number;
            /** @description The fewest words to put in, take out or change. */
            errors: number;
            /** @description Words of the reference. */
            words: number;
        };
        /** @description What became of a check of the whole log. */
        Verified: {
            /**
             * Format: int64
             * @description The first row that is changed, missing, or out of place; none when all are as they were written.
             */
            brokenAt?: number | null;
            /**
             * Format: int64
             * @description Rows that were looked at.
             */
            entries: number;
            /** @description The last row's hash: written down elsewhere, it also shows when the end is cut off. */
            head: string;
        };
        /** @description A ticket to `WS /ws/transcription`. */
        WatchTicket: {
            /** Format: int64 */
            expiresInSeconds: number;
            /** @description Good once, for a minute, for this page. */
            ticket: string;
        };
        /** @description Which lesson to watch. */
        WatchWish: {
            /** @description The lesson. */
            sessionId: string;
        };
        /** @description What was said. */
        Words: {
            /** @description The language they are in. */
            language?: components["schemas"]["Tongue"];
            /** @description The words, as a recogniser writes them. */
            words: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listAudit: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: number;
                /** @description At most so many. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfEntries"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyAudit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verified"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description New ones. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description You are signed in. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description You are signed out. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readConsent: {
        parameters: {
            query?: {
                /** @description A guardian names the student; yourself when absent. */
                student?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It was given. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Consent"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    giveConsent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewConsent"];
            };
        };
        responses: {
            /** @description It is on record. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Consent"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawConsent: {
        parameters: {
            query?: {
                /** @description A guardian names the student; yourself when absent. */
                student?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is taken back. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deny: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The platform's pseudonym. */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are refused. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beginDirectLesson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DirectWish"];
            };
        };
        responses: {
            /** @description A token. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Direct"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beginLesson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LessonWish"];
            };
        };
        responses: {
            /** @description A ticket. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LessonTicket"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    livekitWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/webhook+json": string;
            };
        };
        responses: {
            /** @description It was heard. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readWords: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Words"];
            };
        };
        responses: {
            /** @description What they mean. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reading"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    solve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProblemWish"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProblems: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: number;
                /** @description At most so many. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfProblems"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readProblem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its place in your history. */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The problem. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SolvedProblem"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRooms: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string;
                /** @description At most so many. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfRooms"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createRoom: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRoom"];
            };
        };
        responses: {
            /** @description It is there. */
            201: {
                headers: {
                    etag?: string;
                    location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Room"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRoom: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The room's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The room. */
            200: {
                headers: {
                    etag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Room"];
                };
            };
            /** @description It is as `If-None-Match` knows it. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    closeRoom: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The room's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is closed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEnrolments: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string;
                /** @description At most so many. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The room's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfEnrolments"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enrol: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The room's id. */
                id: string;
                /** @description The platform's pseudonym. */
                person: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEnrolment"];
            };
        };
        responses: {
            /** @description They belong to it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrolment"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dismiss: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The room's id. */
                id: string;
                /** @description The platform's pseudonym. */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They do not belong to it any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    eraseLesson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The lesson. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBoard: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: number;
                /** @description At most so many. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The lesson. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfOperations"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportLesson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The lesson. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportedLesson"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    giveReference: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The lesson. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReferenceTranscript"];
            };
        };
        responses: {
            /** @description How they compare. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TranscriptAccuracy"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTranscriptions: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: number;
                /** @description At most so many. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The lesson. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfSegments"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    eraseStudent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `me`; operators may name anybody. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erased"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportStudent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `me`; operators may name anybody. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Export"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsage: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: number;
                /** @description At most so many. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description `me`; operators may name anybody. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of days. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfUsage"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createLiveKitToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenWish"];
            };
        };
        responses: {
            /** @description A token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveKitToken"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    watchLesson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WatchWish"];
            };
        };
        responses: {
            /** @description A ticket. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchTicket"];
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It runs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenMetrics text. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/openmetrics-text": string;
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They may. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description A refusal. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
