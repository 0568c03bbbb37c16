import { handleAuth } from "@/app/_adapters/auth-handler";

export { handleAuth as GET, handleAuth as POST };
