"use client";
import { PageBroke } from "@/app/page-broke";

export default PageBroke;
