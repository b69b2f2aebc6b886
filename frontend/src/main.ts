import { VueQueryPlugin } from "@tanstack/vue-query";
import { createApp } from "vue";
import App from "./App.vue";
import { prepareLocale } from "./i18n";
import { makeQueryClient } from "./queries/client";
import { router } from "./router";
import "./styles/main.css";

const i18n = await prepareLocale();
createApp(App).use(i18n).use(VueQueryPlugin, { queryClient: makeQueryClient() }).use(router).mount("#app");
