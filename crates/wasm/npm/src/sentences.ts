/** Every reason with what is said to the student. */
export const sentences = {
  "microphone-denied": {
    en: "The microphone may not be used. Allow it in the browser's address bar, or type instead.",
    hi: "माइक्रोफ़ोन की अनुमति नहीं मिली। ब्राउज़र के पता-पट्टी में अनुमति दें, या टाइप करें।",
  },
  "microphone-missing": {
    en: "No microphone was found. Plug one in, or type instead.",
    hi: "कोई माइक्रोफ़ोन नहीं मिला। माइक्रोफ़ोन लगाएँ, या टाइप करें।",
  },
  "microphone-busy": {
    en: "Another program is using the microphone. Close it and try again.",
    hi: "कोई दूसरा प्रोग्राम माइक्रोफ़ोन का उपयोग कर रहा है। उसे बंद करके फिर कोशिश करें।",
  },
  "microphone-lost": {
    en: "The microphone was disconnected.",
    hi: "माइक्रोफ़ोन का संपर्क टूट गया।",
  },
  "microphone-failed": {
    en: "The microphone could not be started.",
    hi: "माइक्रोफ़ोन शुरू नहीं हो सका।",
  },
  "insecure-context": {
    en: "The browser gives the microphone only to pages opened over https.",
    hi: "ब्राउज़र माइक्रोफ़ोन केवल https से खुले पृष्ठों को देता है।",
  },
  "no-browser": {
    en: "This works only in a browser.",
    hi: "यह केवल ब्राउज़र में चलता है।",
  },
  "no-worklet": {
    en: "This browser cannot process sound (no AudioWorklet). A newer browser can; typing works.",
    hi: "यह ब्राउज़र आवाज़ को संसाधित नहीं कर सकता (AudioWorklet नहीं है)। नया ब्राउज़र लें; टाइप करना चलता है।",
  },
  "no-wasm": {
    en: "This browser cannot run WebAssembly. A newer browser can.",
    hi: "यह ब्राउज़र WebAssembly नहीं चला सकता। नया ब्राउज़र लें।",
  },
  "no-wasm-simd": {
    en: "This browser is too old for fast mathematics (no WebAssembly SIMD). A newer browser works.",
    hi: "यह ब्राउज़र बहुत पुराना है (WebAssembly SIMD नहीं है)। नया ब्राउज़र लें।",
  },
  "audio-blocked": {
    en: "The browser waits for a tap before it plays or records sound.",
    hi: "आवाज़ चलाने या सुनने से पहले ब्राउज़र एक बार छूने की प्रतीक्षा कर रहा है।",
  },
  "worklet-failed": {
    en: "The sound processor could not be started.",
    hi: "ध्वनि संसाधक शुरू नहीं हो सका।",
  },
  "not-loaded": {
    en: "A part of the program could not be downloaded. Check the connection and load the page again.",
    hi: "प्रोग्राम का एक भाग डाउनलोड नहीं हो सका। इंटरनेट जाँचें और पृष्ठ फिर खोलें।",
  },
  "bad-setting": {
    en: "A setting has a value that is not allowed.",
    hi: "किसी सेटिंग का मान मान्य नहीं है।",
  },
  "not-text": {
    en: "Only text can be read: words, or a formula in LaTeX.",
    hi: "केवल पाठ पढ़ा जा सकता है: शब्द, या LaTeX में सूत्र।",
  },
  "no-worker": {
    en: "The mathematics engine could not be started in the background.",
    hi: "गणित इंजन पृष्ठभूमि में शुरू नहीं हो सका।",
  },
  "maths-failed": {
    en: "The mathematics engine stopped. Load the page again.",
    hi: "गणित इंजन रुक गया। पृष्ठ फिर खोलें।",
  },
  "server-unreachable": {
    en: "The server cannot be reached. Typing, formulas and steps go on working.",
    hi: "सर्वर से संपर्क नहीं हो पा रहा। टाइप करना, सूत्र और चरण चलते रहेंगे।",
  },
  "consent-missing": {
    en: "The tutor may be used only after consent has been given.",
    hi: "सहमति देने के बाद ही शिक्षक का उपयोग हो सकता है।",
  },
  "not-allowed": {
    en: "The server does not let this page or person in.",
    hi: "सर्वर इस पृष्ठ या व्यक्ति को अनुमति नहीं देता।",
  },
  refused: {
    en: "The server did not do what was asked.",
    hi: "सर्वर ने माँगा गया काम नहीं किया।",
  },
  "not-heard": {
    en: "Nothing was heard from this page for too long, so the connection was closed.",
    hi: "इस पृष्ठ से बहुत देर तक कुछ नहीं आया, इसलिए संपर्क बंद कर दिया गया।",
  },
  "opened-elsewhere": {
    en: "The lesson was opened in another tab or on another device and goes on there.",
    hi: "यह पाठ किसी दूसरे टैब या उपकरण पर खोला गया है और वहीं चल रहा है।",
  },
  "lesson-over": {
    en: "The lesson has reached its longest time. Begin a new one to go on.",
    hi: "पाठ का अधिकतम समय पूरा हो गया। आगे बढ़ने के लिए नया पाठ शुरू करें।",
  },
  "too-much": {
    en: "The server is asked for too much at the moment. Wait a little and try again.",
    hi: "सर्वर पर अभी बहुत भार है। थोड़ा रुककर फिर कोशिश करें।",
  },
  "bad-message": {
    en: "Page and server did not understand each other. Load the page again.",
    hi: "पृष्ठ और सर्वर एक-दूसरे को समझ नहीं सके। पृष्ठ फिर खोलें।",
  },
  "tutor-gone": {
    en: "The tutor cannot be reached. Typing, formulas and steps go on working.",
    hi: "शिक्षक से संपर्क नहीं हो पा रहा। टाइप करना, सूत्र और चरण चलते रहेंगे।",
  },
  "recogniser-missing": {
    en: "This browser cannot understand speech by itself. With the tutor it can; typing works too.",
    hi: "यह ब्राउज़र अपने आप बोली नहीं समझ सकता। शिक्षक के साथ समझ सकता है; टाइप करना भी चलता है।",
  },
  "recogniser-offline": {
    en: "The browser's speech service cannot be reached. Typing, formulas and steps go on working.",
    hi: "ब्राउज़र की बोली समझने वाली सेवा तक पहुँच नहीं हो रही। टाइप करना, सूत्र और चरण चलते रहेंगे।",
  },
  disposed: {
    en: "This has already been closed.",
    hi: "यह पहले ही बंद हो चुका है।",
  },
} as const satisfies Record<string, { en: string; hi: string }>;

/** Why something failed. */
export type ErrorReason = keyof typeof sentences;
